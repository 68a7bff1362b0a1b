public import Diagnostics
public import Quantities

/// Copies of a store's data from which it is restored when the data themselves are gone.
public struct Backup: Sendable, Hashable {
  /// From one to the next, at whole multiples from the start of a run.
  public var every: TimeSpan
  /// How long each is kept.
  public var keep: TimeSpan
  /// The site that keeps them; nil for the store's own first one.
  public var site: String?
  /// How long a restore takes; nil for the time that the data take on the way.
  public var restore: TimeSpan?
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a backup.
  public init(
    every: TimeSpan, keep: TimeSpan, site: String?, restore: TimeSpan?, span: SourceSpan
  ) {
    self.every = every
    self.keep = keep
    self.site = site
    self.restore = restore
    self.span = span
  }
}

extension Architecture {
  /// The site that keeps the backups of a component; its own first one unless stated.
  public func backupSite(_ component: Component) -> String {
    component.backup?.site ?? component.sites.first ?? sites.first?.id ?? ""
  }

  /// How long a restore of a component takes; zero for what has no backup.
  ///
  /// Unless stated the items that rest there come over a link of 1 Gbit/s, which takes a minute at
  /// least; an hour where their number is not stated. Values for teaching.
  public func restoreTime(_ component: Component) -> TimeSpan {
    guard let backup = component.backup else { return .zero }
    if let stated = backup.restore { return stated }
    var bytes = 0.0
    guard let holds = component.holds, !holds.isEmpty else { return TimeSpan(seconds: 3600) }
    for name in holds {
      guard let data = dataClass(name.name), let items = data.items else {
        return TimeSpan(seconds: 3600)
      }
      bytes += Double(items) * Double(data.size.value.bytes)
    }
    return TimeSpan(seconds: min(9e9, max(60, bytes / 125e6)))
  }
}
