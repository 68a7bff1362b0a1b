import ArchitectureModel
import PluginAPI
import Quantities

/// A rush of customers: quiet, a ramp, a plateau and the decay.
struct RampLoad: LoadModel {
  let id = "foundations/rush"
  let title = "Quiet, rush, and after"
  let about = """
    Customers who browse and order, first at a base rate; then the rate rises in a straight line \
    to `factor` times the base, stays there, falls back and is quiet again. A Poisson process whose \
    rate follows these lines; items are popular by Zipf's law. Sources: Arlitt, Jin, "A workload \
    characterization study of the 1998 World Cup Web site", IEEE Network 14(3), 2000 (rushes of \
    minutes to hours); Breslau et al., "Web caching and Zipf-like distributions", INFOCOM 1999.
    """

  let settings: [FieldRecord] = [
    FieldRecord(
      "base", .rate, .number, "Requests of all customers together in quiet times.",
      acts: [.simulation], fallback: "50/s", source: "teaching default: a small shop"),
    FieldRecord(
      "factor", .number(min: 1, max: 1000), .number, "The plateau as a multiple of the base.",
      acts: [.simulation], fallback: "8", source: "teaching default: a campaign that is noticed"),
    FieldRecord(
      "quiet", .duration, .number, "Quiet time before the ramp, and again at the end.",
      acts: [.simulation], fallback: "5min", source: "teaching default: room for a warm-up"),
    FieldRecord(
      "ramp", .duration, .number, "Time from the base to the plateau.", acts: [.simulation],
      fallback: "1min", source: "teaching default: faster than machines start by themselves"),
    FieldRecord(
      "plateau", .duration, .number, "How long the rush stays at its peak.", acts: [.simulation],
      fallback: "10min", source: "teaching default"),
    FieldRecord(
      "decay", .duration, .number, "Time from the plateau back to the base.",
      acts: [.simulation], fallback: "5min", source: "teaching default: slower than it came"),
    FieldRecord(
      "order_share", .share, .number, "The part of the requests that are orders.",
      acts: [.simulation], fallback: "10%", source: "teaching default"),
    FieldRecord(
      "items", .count(min: 1, none: false), .number, "Items that requests are about.",
      acts: [.simulation], fallback: "10k", source: "teaching default"),
    FieldRecord(
      "skew", .number(min: 0, max: 5), .number, "Zipf exponent of the popularity of items.",
      acts: [.simulation], fallback: "0.8",
      source: "Breslau et al., \"Web caching and Zipf-like distributions\", INFOCOM 1999: 0.64-0.83"
    ),
  ]

  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile {
    let phases = try phases(settings)
    let base = settings.number("base")
    let peak = base * settings.number("factor")
    let orders = settings.number("order_share")
    let keys = KeySpace(count: settings.count("items"), skew: settings.number("skew"))
    let operations = [("browse", 1 - orders), ("order", orders)].map { name, share in
      OperationLoad(
        name,
        arrivals: [
          Arrivals(
            .poisson,
            rate: [
              RatePoint(at: .zero, perSecond: base * share),
              RatePoint(at: phases.rises, perSecond: base * share),
              RatePoint(at: phases.peaks, perSecond: peak * share),
              RatePoint(at: phases.falls, perSecond: peak * share),
              RatePoint(at: phases.ends, perSecond: base * share),
            ])
        ],
        keys: keys)
    }
    return LoadProfile(
      lasts: phases.lasts, operations: operations, moments: phases.moments,
      facts: phases.facts(base: base, peak: peak))
  }

  private func phases(_ settings: LoadSettings) throws(LoadProblem) -> Phases {
    guard settings.number("base") > 0 else {
      throw LoadProblem(setting: "base", message: "a rush needs a base rate above 0")
    }
    for key in ["quiet", "ramp", "plateau", "decay"] {
      guard settings.duration(key) > .zero else {
        throw LoadProblem(setting: key, message: "'\(key)' must take some time, such as 1s")
      }
      guard settings.duration(key) <= Self.longestPhase else {
        throw LoadProblem(setting: key, message: "'\(key)' may last at most a year")
      }
    }
    guard settings.count("items") <= 1_000_000 else {
      throw LoadProblem(setting: "items", message: "there may be at most a million items")
    }
    return Phases(settings)
  }

  private static let longestPhase = TimeSpan(nanoseconds: 365 * 86_400 * 1_000_000_000)
}

/// The corners of a rush.
private struct Phases {
  let rises: TimeSpan
  let peaks: TimeSpan
  let falls: TimeSpan
  let ends: TimeSpan
  let lasts: TimeSpan

  init(_ settings: LoadSettings) {
    func after(_ span: TimeSpan, _ key: String) -> TimeSpan {
      TimeSpan(nanoseconds: span.nanoseconds + settings.duration(key).nanoseconds)
    }
    rises = settings.duration("quiet")
    peaks = after(rises, "ramp")
    falls = after(peaks, "plateau")
    ends = after(falls, "decay")
    lasts = after(ends, "quiet")
  }

  var moments: [LoadProfile.Moment] {
    [
      LoadProfile.Moment("quiet", at: .zero, about: "the base rate, before the rush"),
      LoadProfile.Moment("rush", at: peaks, about: "the rate has reached its peak"),
      LoadProfile.Moment("after", at: ends, about: "the rate is back at its base"),
    ]
  }

  func facts(base: Double, peak: Double) -> [Fact] {
    let slopes = peaks.seconds - rises.seconds + ends.seconds - falls.seconds
    let plateau = falls.seconds - peaks.seconds
    let extra = (peak - base) * (plateau + slopes / 2)
    return [
      Fact("base rate", Rate(perSecond: base).brief),
      Fact("peak rate", Rate(perSecond: peak).brief),
      Fact("mean rate", Rate(perSecond: base + extra / max(1e-9, lasts.seconds)).brief),
      Fact("peak begins after", peaks.text),
      Fact("peak lasts", TimeSpan(seconds: plateau).text),
      LittlesLaw.users(at: peak),
    ]
  }
}
