import Foundation

/// The benchmark: it runs the parts as programs, prints rows, and holds them against what is to
/// be reached.
struct Bench {
  /// Prints a line.
  let say: (String) -> Void
  /// Runs of each row.
  let runs = 7
  /// This program, the tool beside it, and the sources' folder of the benchmark.
  let itself: String
  let tool: String
  let folder: String
  var aims: [Aim] = []
  /// What is wrong: results that are off, and parts that could not be run.
  var mistakes: [String] = []

  /// Something to reach.
  struct Aim {
    let what: String
    let measured: String
    /// Nil where other work on the machine took the cores, so that nothing can be said.
    let isReached: Bool?
  }

  init(program: String, folder: String, say: @escaping (String) -> Void) {
    self.say = say
    self.folder = folder
    itself = program
    tool =
      URL(fileURLWithPath: program).deletingLastPathComponent()
      .appendingPathComponent("windtunnel").path
  }

  func path(_ workload: Workload) -> String { "\(folder)/Workloads/\(workload.file)" }

  mutating func aim(_ what: String, _ measured: String, _ isReached: Bool?) {
    aims.append(Aim(what: what, measured: measured, isReached: isReached))
  }

  /// Whether a mean is what theory says; it is noted where it is not.
  mutating func agrees(_ who: String, _ workload: Workload, _ runs: [Measured]) -> Bool {
    guard !runs.isEmpty else {
      mistakes.append("\(who) gave no result on \(workload.id)")
      return false
    }
    let mean = runs.map(\.mean).reduce(0, +) / Double(runs.count)
    let customers = runs.map(\.customers).reduce(0, +) / Double(runs.count)
    let tolerance = workload.tolerance(runs: runs.count, customers: customers)
    if abs(mean - workload.mean) <= tolerance { return true }
    mistakes.append(
      "\(who) is off on \(workload.id): mean \(mean) s, expected \(workload.mean) +- \(tolerance) s"
    )
    return false
  }

  /// Millions of events per processor second.
  func rate(_ workload: Workload, _ run: Measured) -> Double {
    run.customers * workload.events / run.seconds / 1e6
  }

  func rates(_ workload: Workload, _ runs: [Measured]) -> [Double] {
    runs.map { rate(workload, $0) }
  }

  /// Where it runs, and on what.
  func machine() {
    let info = ProcessInfo.processInfo
    let processor =
      (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n")
      .first { $0.hasPrefix("model name") }?.split(separator: ":").last
      .map { $0.drop { $0 == " " } }
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)).flatMap {
      $0.split(separator: " ").first
    }
    let day = Date().formatted(.iso8601.year().month().day())
    say("\(day), \(processor ?? "unknown processor"), \(info.activeProcessorCount) cores,")
    say(
      "\(figure(Double(info.physicalMemory) / 1e9, 1)) GB, \(info.operatingSystemVersionString), "
        + "load at the start \(load ?? "unknown")")
    if let load, let value = Double(load), value > 0.5 {
      say("The machine is not idle: figures are lower than they could be, and ratios vary too.")
    }
  }

  /// What was to be reached, and what is wrong.
  func verdict() {
    say("\n" + padded("to reach", 62) + padded("measured", 26))
    for aim in aims {
      let verdict = aim.isReached.map { $0 ? "reached" : "NOT REACHED" }
      say(padded(aim.what, 62) + padded(aim.measured, 26) + (verdict ?? "not judged: busy machine"))
    }
    if mistakes.isEmpty {
      say("\nAll means agree with theory or reference.")
    } else {
      say("\nWRONG:")
      for mistake in mistakes { say("  \(mistake)") }
    }
  }
}
