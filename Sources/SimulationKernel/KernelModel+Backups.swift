/// Copies from which a store is restored.
public struct BackupSpec: Sendable {
  /// From one to the next, at whole multiples from the start.
  public var every: Int64
  /// How long a restore takes.
  public var restore: Int64
  /// Where they are kept: gone when all of these locations are.
  public var locations: [Int]

  /// Creates backups.
  public init(every: Int64, restore: Int64, locations: [Int]) {
    self.every = every
    self.restore = restore
    self.locations = locations
  }
}
