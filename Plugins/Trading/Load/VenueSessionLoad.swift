import ArchitectureModel
import PluginAPI
import Quantities

/// One trading session of 390 minutes at a venue.
///
/// Start reading here; `SessionPlan` does the arithmetic, `IntradayShape` has the U, `OrderMix` the
/// messages.
struct VenueSessionLoad: LoadModel {
  let id = "trading/venue-session"
  let title = "A venue's trading session"

  var about: String {
    """
    Orders, cancels and replacements of one session from the open to the close, 390 minutes later. \
    The rate follows a U over the day, with a ramp before the closing auction; orders cause further \
    orders (a Hawkes process: E. Bacry, I. Mastromatteo, J.-F. Muzy, "Hawkes Processes in Finance", \
    2015); microbursts come at random; an opening auction is released at once; and one microburst \
    is certain, so that a short scenario can meet it. The mean rate holds over the whole session, \
    bursts and auction included. Executions are not part of the load: the venue generates them.

    Each message belongs to one operation. Causes and effects are of the same operation, which \
    leaves the sum of all messages a Hawkes process with the same kernels. A random microburst is \
    of one operation, chosen by the mix: a sweep of new orders, or a mass cancel. The opening \
    auction and the certain microburst are divided by the mix; their symbols are independent.

    Settings that are not given are those of level senior. For the other levels write
    \(Self.levels.filter { $0.level != .senior }.map(Self.line).joined(separator: "\n"))
    """
  }

  let settings = VenueSessionLoad.records

  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile {
    let plan = try SessionPlan(settings)
    return LoadProfile(
      lasts: TimeSpan(seconds: SessionPlan.seconds), operations: plan.operations,
      moments: plan.moments, facts: plan.facts)
  }

  private static func line(
    _ level: (level: Level, settings: [(key: String, text: String)])
  ) -> String {
    "- \(level.level.rawValue): "
      + level.settings.map { "\($0.key) \($0.text)" }.joined(separator: ", ")
  }
}
