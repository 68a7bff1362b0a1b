import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

// How data at rest are kept, and machines that are taken back.

extension ArchitectureBuilder {
  /// Whether and how what rests at a component is encrypted, and what becomes of it.
  mutating func custody(_ scope: ComponentScope) -> Custody {
    var result = Custody()
    if let (read, _) = lookUp("encrypt_at_rest", scope), let record = read.record,
      let keys = record["keys"]?.text.flatMap(Encryption.Keys.init(rawValue:))
    {
      result.encryption = Encryption(keys: keys, rotate: rotation(record, keys))
    }
    guard let (read, _) = lookUp("lifecycle", scope), let record = read.record else {
      return result
    }
    result.coldAfter = record["cold_after"]?.duration
    result.deleteAfter = record["delete_after"]?.duration
    if record.entries.isEmpty {
      add(
        "arch.empty-value", "'lifecycle' says nothing", read.span,
        allowed: "'cold_after', 'delete_after' or both")
    }
    if let cold = result.coldAfter, let deleted = result.deleteAfter, cold >= deleted {
      add(
        "arch.out-of-range",
        "'cold_after' is \(cold.text), when data have been deleted for long or at once",
        record["cold_after"]?.span ?? read.span, allowed: "less than 'delete_after'")
    }
    return result
  }

  private mutating func rotation(_ record: ReadRecord, _ keys: Encryption.Keys) -> TimeSpan? {
    guard let entry = record.entry("rotate"), let span = entry.value.duration else { return nil }
    if keys != .customer {
      add(
        "arch.conflicting-fields",
        "'rotate' changes nothing: the keys are not the owner's", entry.keySpan,
        allowed: "'keys: customer' beside it")
    } else if span <= .zero {
      add("arch.out-of-range", "'rotate' is \(span.text)", entry.value.span, allowed: "more than 0")
      return nil
    }
    return span
  }

  /// Refuses to delete what its class says is to be kept.
  mutating func checkLifecycles(_ architecture: Architecture) {
    for component in architecture.components {
      guard let deleted = component.custody.deleteAfter else { continue }
      let span = component.statement("lifecycle", "delete_after")?.span ?? component.span
      for name in component.holds ?? [] {
        guard let keep = architecture.dataClass(name.name)?.keep, keep > deleted else { continue }
        add(
          "arch.out-of-range",
          "'\(component.id)' deletes '\(name.name)' after \(deleted.text), and it is to be kept for "
            + keep.text, span, allowed: "at least \(keep.text)")
      }
    }
  }

  /// Makes each access longer by the time to encrypt an item.
  func encrypt(_ architecture: inout Architecture) {
    for index in architecture.components.indices {
      let component = architecture.components[index]
      guard let encryption = component.custody.encryption, encryption.keys != .none else {
        continue
      }
      let sizes = (component.holds ?? []).compactMap {
        architecture.dataClass($0.name).map { Double($0.size.value.bytes) }
      }
      let longer = (sizes.max() ?? 1024) / Encryption.bytesPerSecond
      func lengthened(_ setting: Setting<Spread>?) -> Setting<Spread>? {
        guard let setting else { return nil }
        let mean = setting.value.meanSeconds
        guard mean > 0 else { return setting }
        return Setting(setting.value.scaled(by: (mean + longer) / mean), setting.origin)
      }
      architecture.components[index].work = lengthened(component.work)
      architecture.components[index].read = lengthened(component.read)
      architecture.components[index].write = lengthened(component.write)
    }
  }

  /// Counts among a component's failures that its machines are taken back.
  mutating func countTakenBack(_ component: inout Component, _ scope: ComponentScope) {
    guard component.purchase.commitment == .spot else { return }
    guard !component.has("store"), !component.has("broker"), !component.isLed else {
      let span = lookUp("commit", scope)?.0.span ?? component.span
      add(
        "arch.field-not-for-kind",
        "'\(scope.id)' keeps data: a machine that is taken back takes them along", span,
        allowed: "'none', '1y' or '3y' for a \(scope.kind.name)")
      return
    }
    let taken = 3600 * Commitment.spotHours
    let away = max(
      Commitment.spotReplaced.seconds, component.restart.value.meanSeconds)
    guard let own = component.failureTimes else {
      component.failureTimes = FailureTimes(
        every: Setting(TimeSpan(seconds: taken), .language),
        lasts: Setting(TimeSpan(seconds: away), .language))
      return
    }
    if let share = own.available {
      component.failureTimes?.available = Setting(
        share.value * taken / (taken + away), share.origin)
      return
    }
    // Two causes: rates add, and what a failure lasts on average is weighted by them.
    let rate = 1 / max(1, own.every.value.seconds)
    let both = rate + 1 / taken
    component.failureTimes?.every = Setting(TimeSpan(seconds: 1 / both), own.every.origin)
    component.failureTimes?.lasts = Setting(
      TimeSpan(seconds: (rate * own.lasts.value.seconds + away / taken) / both), own.lasts.origin)
  }
}
