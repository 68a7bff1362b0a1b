import Quantities
import Stochastics

/// The sizes of requests that differ from one to the next; empty where none do.
struct Payloads {
  /// By operation; one that never varies draws nothing.
  let samplers: Table<Sampler>
  let streams: Table<RandomStream>

  init(_ model: borrowing KernelModel, seed: UInt64) {
    let isUsed = model.operations.contains { $0.payload != nil }
    let operations = isUsed ? model.operations : []
    samplers = Table(operations.map { $0.payload ?? Sampler(.exact(.zero)) })
    streams = Table(
      operations.map { RandomStream(seed: seed, name: "payload/\(model.edges[$0.edge].name)") })
  }

  func free() {
    samplers.free()
    streams.free()
  }
}

extension Simulation {
  /// What stands beside the request of a user who has just arrived.
  @inline(never)
  mutating func beginSide(_ user: UInt32, operation: Int) {
    sides[Int(user)].lesser = 0
    guard payloads.samplers.count > 0 else { return }
    // One nanosecond of the sampler stands for one byte.
    sides[Int(user)].bytes = Double(
      Sampler.draw(
        from: payloads.samplers.base + operation, &payloads.streams[operation], ziggurat))
  }

  /// What stands beside a visit or a leg, from who makes it.
  @inline(never)
  mutating func fillSide(_ task: UInt32, from maker: UInt32) {
    sides[Int(task)].lesser = 0
    sides[Int(task)].bytes = sides[Int(maker)].bytes
  }

  /// The time that a message takes on a way, beyond that of light.
  @inline(__always)
  func transfer(_ task: UInt32, path: Int, bytes: Double) -> Int64 {
    let size = _slowPath(bytes < 0) ? sides[Int(task)].bytes : bytes
    return Int64(min(2e18, perByte[path] * size + 0.5))
  }
}
