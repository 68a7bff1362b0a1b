/// How large a YAML file may be.
///
/// The limits hold while the file is being read, so that a hostile file costs no more than a legal
/// one of the same limits.
public struct YAMLLimits: Sendable {
  /// The most bytes of a file.
  public var bytes: Int

  /// The most lists and maps inside one another; the outermost counts as 1.
  ///
  /// Values outside 1...``deepest`` are read as the nearest of these.
  public var depth: Int

  /// The most lists, maps and scalars, keys included.
  public var nodes: Int

  /// The most UTF-8 bytes of one scalar.
  public var scalarBytes: Int

  /// The largest depth that can be asked for: trees are compared and freed recursively.
  public static let deepest = 512

  /// Creates limits; by default 4 MiB, 64 levels, 200,000 nodes and 65,536 bytes for a scalar.
  public init(
    bytes: Int = 4 * 1_024 * 1_024,
    depth: Int = 64,
    nodes: Int = 200_000,
    scalarBytes: Int = 65_536
  ) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
    self.scalarBytes = scalarBytes
  }

  /// The depth that is enforced.
  var effectiveDepth: Int { min(max(depth, 1), YAMLLimits.deepest) }
}
