import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI

// A table of how fast the tool is on this machine: models from YAML with one replication and one
// thread, and `check` from process start. Run it on an idle machine, by `make bench`.

/// A model and what theory says of its mean latency.
struct Workload {
  let name: String
  let file: String
  /// Arrivals, service ends and fixed hops per request: the same count for every engine.
  let eventsPerRequest: Double
  let theory: Double?

  static func station(_ name: String, servers: Int, rate: Double, theory: Double) -> Workload {
    Workload(
      name: name,
      file: """
        format: arch/1
        entry: web
        components:
          web: { kind: service, concurrency: \(servers), work: { mean: 1s, shape: exponential }, queue: { limit: none } }
        workload:
          lasts: \(Int(1_000_000 / rate))s
          operations: { request: { arrivals: { process: poisson, rate: \(rate)/s } } }
        """, eventsPerRequest: 2, theory: theory)
  }

  static let web = Workload(
    name: "web, cache, database",
    file: """
      format: arch/1
      entry: door
      components:
        door: { kind: service, concurrency: none, work: 0s, calls: [{ call: web, latency: { exact: 200us } }] }
        web: { kind: service, replicas: 8, balance: round_robin, concurrency: 4, work: { mean: 8ms, cv: 1 }, queue: { limit: none }, calls: [{ read: hot }] }
        hot: { kind: cache, fronts: db, hit: 80%, concurrency: none, work: { exact: 500us } }
        db: { kind: database, concurrency: 16, read: { mean: 30ms, shape: exponential }, queue: { limit: none } }
      workload:
        lasts: 277s
        operations: { request: { arrivals: { process: poisson, rate: 1800/s } } }
      """, eventsPerRequest: 5.2, theory: nil)

  static let all = [
    station("M/M/1 at 0.8", servers: 1, rate: 0.8, theory: 5),
    station("M/M/8 at 0.9", servers: 8, rate: 7.2, theory: 1.8769), web,
  ]
}

func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func padded(_ text: String, _ width: Int) -> String {
  text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
}

func figure(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// One row: events per processor second, the median of five runs.
func row(_ workload: Workload) async throws -> String {
  let plugins = BundledPlugins.all
  let bytes = Array(workload.file.utf8)
  let reading = ArchitectureReader(plugins.vocabulary).read(bytes: bytes, file: workload.name)
  var rates: [Double] = []
  var mean = 0.0
  for seed in 1...5 {
    let begin = processorSeconds()
    let report = await Evaluator(plugins).simulate(
      reading, bytes: bytes, options: RunOptions(seed: UInt64(seed), replications: 1, threads: 1))
    let seconds = processorSeconds() - begin
    guard let operation = report?.scenarios.first?.operations.first else { continue }
    rates.append((operation.arrivals.value ?? 0) * workload.eventsPerRequest / seconds / 1e6)
    mean += (operation.latencyMean.value ?? 0) / 5
  }
  rates.sort()
  return padded(workload.name, 24)
    + padded(rates.isEmpty ? "-" : figure(rates[rates.count / 2], 2), 18)
    + padded(figure(mean, 5), 12) + (workload.theory.map { figure($0, 4) } ?? "-")
}

/// Milliseconds of `check` on a file of 100 components, from process start: the median of eleven.
func checkMilliseconds() throws -> Double? {
  let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("windtunnel")
  guard FileManager.default.isExecutableFile(atPath: tool.path) else { return nil }
  var file = "format: arch/1\nentry: s0\ncomponents:\n"
  for index in 0..<99 {
    let next = index < 98 ? "call: s\(index + 1)" : "read: db"
    file += "  s\(index): { kind: service, replicas: 2, calls: [{ \(next), timeout: 1s }] }\n"
  }
  file += "  db: { kind: database }\n"
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("bench-\(ProcessInfo.processInfo.processIdentifier).arch.yaml")
  try Data(file.utf8).write(to: path)
  defer { try? FileManager.default.removeItem(at: path) }
  var times: [Double] = []
  for _ in 0..<11 {
    let process = Process()
    process.executableURL = tool
    process.arguments = ["check", path.path]
    process.standardOutput = FileHandle.nullDevice
    let begin = ContinuousClock.now
    try process.run()
    process.waitUntilExit()
    let passed = ContinuousClock.now - begin
    times.append(Double(passed.components.attoseconds) * 1e-15)
  }
  return times.sorted()[5]
}

print(padded("model", 24) + padded("M events/CPU s", 18) + padded("mean, s", 12) + "theory")
for workload in Workload.all { print(try await row(workload)) }
print("\n" + padded("arrivals", 30) + padded("M/CPU s", 18) + "aim")
for row in ArrivalRows.all() { print(row) }
if let milliseconds = try checkMilliseconds() {
  print("\ncheck, 100 components, from process start: \(figure(milliseconds, 1)) ms (aim: 100 ms)")
} else {
  print("\ncheck: build the product windtunnel beside this one to time it")
}
