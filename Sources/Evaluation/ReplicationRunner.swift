import SimulationKernel
import Stochastics

/// Runs independent replications over the cores, in rounds of a fixed size, and returns them in
/// the order of replications whatever the number of threads.
struct ReplicationRunner {
  /// Replications per round.
  static let roundSize = 8

  let model: KernelModel
  let seed: UInt64
  let threads: Int

  /// The seed of a replication.
  func seed(of replication: Int) -> UInt64 {
    var stream = RandomStream(seed: seed, name: "replication", index: UInt64(replication))
    return stream.next()
  }

  /// Runs the replications of a range.
  func run(_ range: Range<Int>, progress: ProgressSink?) async -> [RunResult] {
    var results: [RunResult?] = Array(repeating: nil, count: range.count)
    var next = range.lowerBound
    await withTaskGroup(of: (Int, RunResult).self) { group in
      func start() {
        let replication = next
        let seed = seed(of: replication)
        let model = model
        next += 1
        group.addTask { (replication, Simulation(model, seed: seed).run()) }
      }
      while next < range.upperBound, next - range.lowerBound < max(1, threads) { start() }
      while let (replication, result) = await group.next() {
        results[replication - range.lowerBound] = result
        progress?(ProgressStep(done: 1, of: range.count))
        if next < range.upperBound { start() }
      }
    }
    return results.compactMap { $0 }
  }
}

/// A step of progress: so many replications of so many are done.
public struct ProgressStep: Sendable {
  /// Replications done since the last step.
  public var done: Int
  /// Replications of this round.
  public var of: Int
}

/// Takes steps of progress, from any task.
public typealias ProgressSink = @Sendable (ProgressStep) -> Void
