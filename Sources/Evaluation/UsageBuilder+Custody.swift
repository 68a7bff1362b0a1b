import ArchitectureModel
import Pricing
import Quantities

// What grows old, and the keys under which it rests.

extension UsageBuilder {
  /// How long a component keeps items of a class; nil where nothing says it.
  func kept(_ data: DataClass, at component: Component) -> TimeSpan? {
    component.custody.deleteAfter ?? component.statement("keep")?.duration ?? data.keep
  }

  /// The part of a stated number of items that is left where they are deleted earlier than their
  /// class says; they are taken to have come evenly.
  func remaining(_ data: DataClass, at component: Component) -> Double {
    guard let deleted = component.custody.deleteAfter, let keep = data.keep, keep > .zero else {
      return 1
    }
    return min(1, deleted.seconds / keep.seconds)
  }

  /// The part that is older than `cold_after`; none where it is not known how long data are kept.
  func coldShare(_ component: Component, keptFor span: TimeSpan?) -> Double {
    guard let cold = component.custody.coldAfter, let span, span > cold else { return 0 }
    return 1 - cold.seconds / span.seconds
  }

  /// The versions of keys that are paid, and how often a machine asks for data keys.
  func keys(_ component: Component, _ usage: inout ComponentUsage) {
    guard let encryption = component.custody.encryption, encryption.keys == .customer else {
      return
    }
    usage.keys = 1
    if let rotate = encryption.rotate {
      let longest = (component.holds ?? []).compactMap { name in
        architecture.dataClass(name.name).flatMap { kept($0, at: component) }
      }.max()
      let old = longest.map { ($0.seconds / rotate.seconds).rounded(.down) }
      usage.keys += min(Double(Encryption.paidRotations), old ?? .infinity)
    }
    usage.keyCallsPerMachine =
      CostCalculator.secondsPerMonth / Encryption.dataKeyLasts.seconds
  }
}
