import Quantities
import Stochastics

/// What a session of a journey does on average: how often it asks for each operation, and how long
/// it thinks.
///
/// The walk is an absorbing Markov chain over operations, so that the visits are the row of its
/// fundamental matrix that belongs to the start, start x (I - P)^-1. With a length they are the sum
/// over requests of where the walk is and of the chance that it comes so far. Requests that fail
/// and end a session are left out.
///
/// Source: John Kemeny, J. Laurie Snell, "Finite Markov Chains", Van Nostrand, 1960, theorem 3.2.4.
public struct JourneyLaw: Sendable {
  /// A state in which a session thinks.
  public struct Stage: Sendable, Hashable {
    /// The operation it has asked for, by index.
    public var operation: Int
    /// The requests it has made; 0 where the number does not matter.
    public var requests: Int
    /// How often a session comes there.
    public var visits: Double
  }
  /// The greatest number of requests of a session on average without a length.
  public static let mostRequests = 1e6
  /// The greatest number of operations of a journey.
  public static let mostOperations = 100
  /// The greatest number of shares of a journey.
  public static let mostShares = 2000
  /// The greatest mean of a length.
  public static let mostLength = 10_000.0
  /// The greatest number of requests of one session that a length may give.
  public static let horizon = 20_000

  /// The operations in the order in which a walk finds them.
  public let operations: [String]
  /// Requests for each of them in a session, on average.
  public let visits: [Double]
  /// The stages at which a session thinks and goes on, with the number of times it does.
  public let stages: [Stage]
  /// The chances that a session may make more than 0, 1, 2 and so on; empty without a length.
  public let survival: [Double]
  /// Whether a session that has begun ends for sure.
  public let ends: Bool
  private let thinking: [Double]

  /// Works out the law of a journey: O(operations^3), with a length O(its greatest value x shares).
  public init(_ journey: Journey) {
    let names = journey.operations
    operations = names
    var index: [String: Int] = [:]
    for (number, name) in names.enumerated() { index[name] = number }
    var start = [Double](repeating: 0, count: names.count)
    for (operation, share) in journey.starts {
      if let number = index[operation] { start[number] += share }
    }
    let rows = names.map { name in
      (journey.step(name)?.next ?? []).compactMap { operation, share -> (to: Int, share: Double)? in
        guard share > 0 else { return nil }
        return index[operation].map { ($0, share) }
      }
    }
    thinking = names.map { journey.step($0)?.think.meanSeconds ?? 0 }
    ends = journey.length != nil || Self.hasExits(rows)
    let staying = rows.map { row in min(1, row.reduce(0) { $0 + $1.share }) }
    if let length = journey.length {
      survival = length.survival(most: Self.horizon, least: 1e-12)
      (visits, stages) = Self.bounded(start, rows, staying, survival)
    } else {
      survival = []
      let visits = ends ? Self.solve(start, rows) : names.map { _ in Double.infinity }
      self.visits = visits
      stages = names.indices.compactMap { number in
        let count = visits[number] * staying[number]
        return count > 0 ? Stage(operation: number, requests: 0, visits: count) : nil
      }
    }
  }

  /// Requests of a session, on average.
  public var requests: Double { visits.reduce(0, +) }

  /// Time that a session thinks at a stage, over all sessions, in seconds.
  public func thinking(_ stage: Stage) -> Double { stage.visits * thinking[stage.operation] }

  /// Time that a session thinks in all, on average, in seconds.
  public var thinkingSeconds: Double { stages.reduce(0) { $0 + thinking($1) } }

  /// Requests for an operation in a session, on average.
  public func visits(of operation: String) -> Double {
    operations.firstIndex(of: operation).map { visits[$0] } ?? 0
  }

  // MARK: The chain

  private typealias Rows = [[(to: Int, share: Double)]]

  /// Whether from each operation there is a way out.
  private static func hasExits(_ rows: Rows) -> Bool {
    var isOut = rows.map { row in row.reduce(0) { $0 + $1.share } < 1 - 1e-9 }
    var changed = true
    while changed {
      changed = false
      for (number, row) in rows.enumerated() where !isOut[number] {
        if row.contains(where: { isOut[$0.to] }) {
          isOut[number] = true
          changed = true
        }
      }
    }
    return isOut.allSatisfy { $0 }
  }

  /// Solves visits = start + visits x P by elimination; the matrix is diagonally dominant.
  private static func solve(_ start: [Double], _ rows: Rows) -> [Double] {
    let count = start.count
    // Row j of the system: visits[j] - sum over i of visits[i] x P[i][j] = start[j].
    var matrix = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } + [start[row]] }
    for (from, row) in rows.enumerated() {
      for (to, share) in row { matrix[to][from] -= share }
    }
    for pivot in 0..<count {
      let scale = matrix[pivot][pivot]
      guard scale > 1e-300 else { return [Double](repeating: .infinity, count: count) }
      for row in (pivot + 1)..<max(count, pivot + 1) where matrix[row][pivot] != 0 {
        let factor = matrix[row][pivot] / scale
        for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    var visits = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      var sum = matrix[row][count]
      for column in (row + 1)..<max(count, row + 1) { sum -= matrix[row][column] * visits[column] }
      visits[row] = max(0, sum / matrix[row][row])
    }
    return visits
  }

  /// Visits and stages of a walk that ends after a number of requests.
  private static func bounded(
    _ start: [Double], _ rows: Rows, _ staying: [Double], _ survival: [Double]
  ) -> ([Double], [Stage]) {
    var visits = [Double](repeating: 0, count: start.count)
    var stages: [Stage] = []
    var here = start
    for request in 1...survival.count {
      guard here.contains(where: { $0 * survival[request - 1] > 1e-12 }) else { break }
      let further = request < survival.count ? survival[request] : 0
      var next = [Double](repeating: 0, count: start.count)
      for (number, chance) in here.enumerated() where chance > 0 {
        visits[number] += chance * survival[request - 1]
        let goesOn = chance * staying[number] * further
        if goesOn > 1e-15 {
          stages.append(Stage(operation: number, requests: request, visits: goesOn))
        }
        for (to, share) in rows[number] { next[to] += chance * share }
      }
      here = next
    }
    return (visits, stages)
  }
}
