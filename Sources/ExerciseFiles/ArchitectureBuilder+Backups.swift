import ArchitectureModel
import Diagnostics
import Quantities

// Copies from which a store is restored.

extension ArchitectureBuilder {
  /// The backups of a store; nil where it has none.
  mutating func backup(_ component: Component, _ scope: ComponentScope) -> Backup? {
    guard let (read, origin) = lookUp("backup", scope), let record = read.record,
      let every = record["every"]?.duration
    else { return nil }
    let span = origin.span ?? read.span
    guard component.has("store") else {
      add(
        "arch.field-not-for-kind",
        "messages of a \(scope.kind.name) are not restored from a backup", span,
        allowed: "'replication' for brokers")
      return nil
    }
    guard every > .zero else {
      add(
        "arch.out-of-range", "a backup every \(every.text)", record["every"]?.span ?? span,
        allowed: "more than 0")
      return nil
    }
    if let site = record["to"], let name = site.text, !siteIDs.contains(name) {
      unknown(
        "arch.unknown-site", name, "backups of '\(scope.id)' go to '\(name)', which is no site",
        site.span, legal: siteIDs)
    }
    let keep = record["keep"]?.duration ?? TimeSpan(nanoseconds: 7 * 86_400_000_000_000)
    if keep < every {
      add(
        "arch.out-of-range",
        "backups of '\(scope.id)' are kept for \(keep.text) and made every \(every.text): most of "
          + "the time there is none", record["keep"]?.span ?? span,
        allowed: "'keep' of at least 'every'")
    }
    return Backup(
      every: every, keep: keep, site: record["to"]?.text, restore: record["restore"]?.duration,
      span: span)
  }

  /// Holds stated times of restores to what the data need, when these are known.
  mutating func holdRestores(_ architecture: inout Architecture) {
    for index in architecture.components.indices {
      let component = architecture.components[index]
      guard let backup = component.backup, let stated = backup.restore else { continue }
      architecture.components[index].backup?.restore = nil
      let usual = architecture.restoreTime(architecture.components[index])
      let scope = ComponentScope(
        id: component.id, record: component.record, kind: component.kind)
      var claimed = ofComponent("backup.restore", scope)
      claimed.range = PlausibleRange(
        "backup.restore", least: TimeSpan(seconds: max(60, usual.seconds / 10)).text,
        source: "its data over a link of 10 Gbit/s instead of 1, and a minute at least")
      architecture.components[index].backup?.restore =
        held(Setting(stated, .stated(backup.span)), claimed, usual: usual, .lower, .duration).value
    }
  }
}
