/// Where the copies of a design stand and which of them a request comes to: what the analysis
/// needs to know of places and keys, as numbers.
public struct Topology: Sendable {
  /// One way between locations, in seconds.
  public var delay: [[Double]]
  /// Time per byte between locations, in seconds.
  public var secondsPerByte: [[Double]]
  /// Where the users of each operation are, with their shares.
  public var users: [[(share: Double, location: Int)]]
  /// The copies of each component, in the order of the file.
  public var copies: [Copies]

  /// The copies of one component.
  public enum Copies: Sendable {
    /// Groups of copies at their locations, and the group that each location's callers use.
    case groups([[Int]], route: [Int])
    /// The members of each of `shards` shards at their locations, the leader first, and the
    /// shares of the shards in the requests of each operation.
    case members([Int], shards: Int, shares: [[Double]])
  }

  /// Creates a topology.
  public init(
    delay: [[Double]], secondsPerByte: [[Double]], users: [[(share: Double, location: Int)]],
    copies: [Copies]
  ) {
    self.delay = delay
    self.secondsPerByte = secondsPerByte
    self.users = users
    self.copies = copies
  }

  /// Number of locations, at least 1.
  var locations: Int { delay.count }

  /// Whether nothing takes time on the way.
  var isOnePlace: Bool { delay.allSatisfy { row in row.allSatisfy { $0 == 0 } } }

  /// One way between two locations.
  func travel(from: Int, to: Int, bytes: Double) -> Double {
    from == to ? 0 : delay[from][to] + secondsPerByte[from][to] * bytes
  }
}
