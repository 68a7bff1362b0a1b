import ArchitectureModel
import Quantities
import Stochastics

/// How the copies of a component serve, as far as the analysis follows it.
struct ServingRule {
  /// Whether all present share the slots as units of speed.
  var sharesEqually: Bool
  /// Whether a caller waits for room instead of being refused.
  var blocks: Bool
  /// Slots of one copy; nil for any number.
  var slots: Double?
  /// The beat on which service starts, in seconds.
  var tick: Double?
  var batch: Batch?
  private let slowdown: Slowdown?

  /// Serving in groups, in seconds.
  struct Batch {
    var size: Double
    var wait: Double
    var work: Moments
    var each: Double

    /// Busy time of a group.
    func time(of members: Double) -> Moments { work + Moments(mean: each * members) }
  }

  init(_ component: Component) {
    let serving = component.serving
    sharesEqually = serving.sharesEqually
    blocks = serving.onFull == .block
    slots = component.parallelism
    tick = serving.tick.map(\.seconds)
    batch = serving.batch.map {
      Batch(
        size: Double(max(1, $0.size)), wait: $0.wait.seconds, work: Moments($0.work),
        each: $0.each.seconds)
    }
    slowdown = serving.slowdown
  }

  /// Whether work takes longer or goes in groups by how busy the copies are.
  var dependsOnLoad: Bool { slowdown != nil || batch != nil }

  /// How much longer work takes where the copies are this busy.
  ///
  /// The request itself is one of those in progress; their number is taken at its mean.
  func stretch(utilisation: Double) -> Double {
    guard let slowdown, let slots else { return 1 }
    let busy = min(1, utilisation + 1 / slots)
    let grown = slowdown.factor * (busy > 0 ? Elementary.pow(busy, slowdown.exponent) : 0)
    let stretch = slowdown.shape == .polynomial ? 1 + grown : Elementary.exp(min(600, grown))
    return stretch < 1e12 ? stretch : 1e12
  }

  /// The mean number in a group, at `rate` visits per second to a station of `servers` slots.
  func group(rate: Double, servers: Double) -> Double {
    guard let batch else { return 1 }
    let filling = min(batch.size, 1 + rate * filling(rate))
    // When all slots are busy a group is as large as it has to be to keep up.
    let spare = 1 - rate * batch.each / servers
    let needed = spare > 0 ? rate * batch.work.mean / servers / spare : batch.size
    return max(1, min(batch.size, max(filling, needed)))
  }

  /// How long the first of a group waits for others.
  private func filling(_ rate: Double) -> Double {
    guard let batch, rate > 0 else { return 0 }
    return min(batch.wait, (batch.size - 1) / rate)
  }

  /// Mean wait of a member until its group is complete: all of it for the first one, half of it
  /// for those who come meanwhile.
  func gathering(rate: Double) -> Double {
    let time = filling(rate)
    return time * (1 + rate * time / 2) / (1 + rate * time)
  }
}
