import ArchitectureModel
import PluginAPI
import Quantities

/// Reads and writes of many independent users at a constant rate.
struct SteadyLoad: LoadModel {
  let id = "foundations/steady"
  let title = "Steady reads and writes"
  let about = """
    Many independent users who read and write at a constant mean rate: a Poisson process, divided \
    by chance into the operations `read` and `write`. Sources: Palm, "Intensitätsschwankungen im \
    Fernsprechverkehr", Ericsson Technics 44, 1943 (many independent sources give a Poisson \
    process); Little, "A proof for the queuing formula L = lambda W", Operations Research 9(3), 1961.
    """

  let settings: [FieldRecord] = [
    FieldRecord(
      "rate", .rate, .number, "Requests of all users together.", acts: [.simulation],
      fallback: "100/s", source: "teaching default: a small public service"),
    FieldRecord(
      "read_share", .share, .number, "The part of the requests that only read.",
      acts: [.simulation], fallback: "80%", source: "teaching default: more is read than written"),
    FieldRecord(
      "lasts", .duration, .number, "How long the load goes on.", acts: [.simulation],
      fallback: "1h", source: "long enough for any scenario of minutes"),
  ]

  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile {
    let rate = settings.number("rate")
    let share = settings.number("read_share")
    let lasts = settings.duration("lasts")
    guard rate > 0 else {
      throw LoadProblem(setting: "rate", message: "a steady load needs a rate above 0")
    }
    guard lasts > .zero else {
      throw LoadProblem(setting: "lasts", message: "a steady load must last some time")
    }
    return LoadProfile(
      lasts: lasts,
      operations: [
        OperationLoad("read", arrivals: [Arrivals(.poisson, perSecond: rate * share)]),
        OperationLoad("write", arrivals: [Arrivals(.poisson, perSecond: rate * (1 - share))]),
      ],
      moments: [
        LoadProfile.Moment("start", at: .zero, about: "any moment is like any other")
      ],
      facts: [
        Fact("mean rate", Rate(perSecond: rate).brief),
        Fact("reads", Rate(perSecond: rate * share).brief),
        Fact("writes", Rate(perSecond: rate * (1 - share)).brief),
        LittlesLaw.users(at: rate),
      ])
  }
}

/// The number of users behind a rate.
///
/// Source: Little, "A proof for the queuing formula L = lambda W", Operations Research 9(3), 1961,
/// eq. (1).
enum LittlesLaw {
  /// Seconds from one request of a user to the next, for the fact shown to readers.
  static let secondsBetweenRequests = 30.0

  /// The users who together ask at a rate, if each asks every 30 s.
  static func users(at perSecond: Double) -> Fact {
    let users = (perSecond * secondsBetweenRequests).rounded(.up)
    let text = users < 1e15 ? "\(Int(users))" : "\(users)"
    return Fact("users at a time, if each asks every 30 s", text)
  }
}
