import ArchitectureModel
import Diagnostics
import Quantities

// What reads may see.

extension ArchitectureBuilder {
  /// How far behind a store's bounded reads may be; nil where not stated.
  mutating func staleness(_ component: Component, _ scope: ComponentScope) -> TimeSpan? {
    guard let stated = span("staleness", scope), let entry = scope.record.entry("staleness") else {
      return nil
    }
    if component.consistency.value != .bounded {
      add(
        "arch.conflicting-fields",
        "'staleness' changes nothing: reads of '\(scope.id)' are "
          + "\(component.consistency.value.rawValue)", entry.keySpan,
        allowed: "'consistency: bounded' beside it")
    }
    return stated.value
  }

  /// What a read may see, and how far behind it may be.
  mutating func freshness(_ call: inout Call, _ record: ReadRecord) {
    call.consistency = record["consistency"]?.text.flatMap(Consistency.init(rawValue:))
    call.staleness = record["staleness"]?.duration
    freshReads.append(call)
  }

  /// Refuses what reads say that would change nothing; when all components are known.
  mutating func checkFreshness(_ components: [Component]) {
    for call in freshReads where call.consistency != nil || call.staleness != nil {
      guard let target = components.first(where: { $0.id == call.target.name }) else { continue }
      let entry = call.record?.entry("consistency") ?? call.record?.entry("staleness")
      let span = entry?.keySpan ?? call.span
      let isRead = call.verb == .read || call.verb == .call
      if !isRead || !target.has("store") {
        add(
          "arch.wrong-step", "'\(entry?.key ?? "consistency")' is a matter of reads of stores",
          span, allowed: "a read of a store")
      } else if target.replication.mode == .none || target.replication.copies < 2 {
        add(
          "arch.wrong-step",
          "'\(entry?.key ?? "consistency")' changes nothing: '\(target.id)' has one copy of its data",
          span, allowed: "'replication' with a mode and copies at '\(target.id)'")
      } else if let staleness = call.record?.entry("staleness"),
        call.consistency ?? target.consistency.value != .bounded
      {
        add(
          "arch.wrong-step", "'staleness' changes nothing: this read is not bounded",
          staleness.keySpan, allowed: "'consistency: bounded' beside it")
      }
    }
  }
}
