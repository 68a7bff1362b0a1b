import ArchitectureModel
import PluginAPI
import Quantities

/// Independent order messages at a constant rate, for lessons in which theory must hold.
struct SteadyLoad: LoadModel {
  let id = "trading/steady"
  let title = "Steady order flow"
  let about = """
    The messages and symbols of a trading session as Poisson processes at a constant rate: no U, \
    no bursts, no excitation. Against it the effect of a session's burstiness can be seen.
    """

  let settings: [FieldRecord] =
    [
      FieldRecord(
        "mean", .rate, .number, "Inbound messages per second.", acts: [.simulation],
        fallback: "500/s", source: "our choice: a small venue"),
      FieldRecord(
        "lasts", .duration, .number, "How long the load lasts.", acts: [.simulation],
        fallback: "10min", source: "our choice: enough for any scenario of a lesson"),
    ] + OrderMix.settings

  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile {
    let mix = try OrderMix(settings)
    let mean = settings.number("mean")
    let lasts = settings.duration("lasts")
    guard mean > 0, mean <= 1e9 else {
      throw LoadProblem(setting: "mean", message: "the mean rate must be in 0...1e9/s, and not 0")
    }
    guard lasts > .zero else {
      throw LoadProblem(setting: "lasts", message: "a load of no length has no messages")
    }
    return LoadProfile(
      lasts: lasts,
      operations: mix.parts.map { part in
        OperationLoad(
          part.operation, arrivals: [Arrivals(.poisson, perSecond: mean * part.share)],
          keys: mix.symbols, payload: ByteCount(bytes: part.bytes))
      },
      moments: [LoadProfile.Moment("start", at: .zero, about: "The load begins.")],
      facts: [Fact("mean rate", Rate(perSecond: mean).brief)] + mix.facts(mean: mean))
  }
}
