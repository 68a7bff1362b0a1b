import CBench
import Foundation

extension Bench {
  /// The rows of the models: the engine beside the hand-written loops, and the whole command.
  ///
  /// - Returns: The engine's rates, by model.
  mutating func speeds(_ workloads: [Workload]) -> [String: Double] {
    say(
      "\nM events per CPU second: median of \(runs) runs (lowest to highest); loop: hand-written,")
    say(
      "with the same statistics and with none; command: `windtunnel simulate`, CPU and peak memory")
    say(
      padded("model", 31) + padded("engine", 20) + padded("loop", 7) + padded("ratio", 7)
        + padded("bare", 7) + padded("ratio", 7) + padded("command", 17) + padded("mean, s", 13)
        + padded("expected", 11) + "p99, s (loop)")
    var found: [String: Double] = [:]
    for workload in workloads { found[workload.id] = speed(workload) }
    if let plain = found["W4"], let armed = found["W5"] {
      aim("W5 at least 0.6 of W4", figure(armed / plain, 2), armed >= 0.6 * plain)
    }
    return found
  }

  private mutating func speed(_ workload: Workload) -> Double {
    var engine: [Measured] = []
    var loop: [Measured] = []
    var bare: [Measured] = []
    // By turns, so that what else the machine does meets all alike.
    for seed in 1...runs {
      engine += one(["engine", path(workload), "\(seed)"])
      guard let model = workload.loop else { continue }
      let customers = "\(Int(workload.customers))"
      loop += one(["loop", "\(model)", customers, "\(seed)", "statistics"])
      bare += one(["loop", "\(model)", customers, "\(seed)", "bare"])
    }
    let whole = (1...3).compactMap { command(workload, seed: $0) }
    let isRight = agrees("the engine", workload, engine)
    if workload.loop != nil {
      _ = agrees("the loop", workload, loop)
      _ = agrees("the bare loop", workload, bare)
    }
    let rate = median(rates(workload, engine))
    sayRow(workload, engine, loop: loop, bare: bare, whole: whole, isRight: isRight)
    if workload.loop != nil {
      let ratio = rate / median(rates(workload, loop))
      aim(
        "\(workload.id) at least 0.7 of the loop with statistics, never below 0.5",
        figure(ratio, 2), ratio >= 0.7)
    }
    if workload.id == "W4" {
      let seconds = median(whole.map(\.cpuSeconds))
      let memory = median(whole.map(\.peakMegabytes))
      aim("W4 as a command: at most 0.30 CPU s", figure(seconds, 3), seconds <= 0.30)
      aim("W4 as a command: at most 40 MB", figure(memory, 1), memory <= 40)
    }
    return rate
  }

  private func one(_ arguments: [String]) -> [Measured] {
    Program([itself] + arguments)?.measured.map { [$0] } ?? []
  }

  /// The tool itself, on the file as it is.
  private func command(_ workload: Workload, seed: Int) -> BenchProgram? {
    let run = Program(
      [tool, "simulate", path(workload)]
        + ["--replications", "1", "--threads", "1", "--seed", "\(seed)"])
    guard let run, run.used.code == 0 else { return nil }
    return run.used
  }

  private func sayRow(
    _ workload: Workload, _ engine: [Measured], loop: [Measured], bare: [Measured],
    whole: [BenchProgram], isRight: Bool
  ) {
    let all = rates(workload, engine)
    let rate = median(all)
    let range = "(\(figure(all.min() ?? .nan, 1)) to \(figure(all.max() ?? .nan, 1)))"
    let mean = engine.map(\.mean).reduce(0, +) / Double(max(1, engine.count))
    var text = padded("\(workload.id) \(workload.title)", 31)
    text += padded("\(figure(rate, 1)) \(range)", 20)
    for limit in [loop, bare] {
      let other = median(rates(workload, limit))
      text +=
        limit.isEmpty
        ? padded("-", 14)
        : padded(figure(other, 1), 7)
          + padded(figure(rate / other, 2), 7)
    }
    let memory = figure(median(whole.map(\.peakMegabytes)), 0)
    text += padded("\(figure(median(whole.map(\.cpuSeconds)), 2)) s \(memory) MB", 17)
    text += padded(figure(mean, 6), 13) + padded(figure(workload.mean, 6), 11)
    text += figure(median(engine.compactMap(\.p99)), 4)
    if !loop.isEmpty { text += " (\(figure(median(loop.compactMap(\.p99)), 4)))" }
    say(text + (isRight ? "" : "  OFF"))
  }

  /// The flagship exercise, its reference with all its scenarios, as a command.
  mutating func exercise() {
    let file = "Exercises/trading/continuous-venue/reference.arch.yaml"
    let json = FileManager.default.temporaryDirectory
      .appendingPathComponent("bench-\(ProcessInfo.processInfo.processIdentifier).json").path
    defer { try? FileManager.default.removeItem(atPath: json) }
    struct Document: Decodable {
      struct Scenario: Decodable { let events: Double }
      let verdict: String
      let scenarios: [String: Scenario]
    }
    let runs = (1...3).compactMap { _ in
      Program([tool, "evaluate", file, "--threads", "1", "--json", json])
    }
    guard runs.count == 3, let data = FileManager.default.contents(atPath: json),
      let document = try? JSONDecoder().decode(Document.self, from: data)
    else { return mistakes.append("\(file) could not be evaluated") }
    let seconds = median(runs.map(\.used.cpuSeconds))
    let events = document.scenarios.values.map(\.events).reduce(0, +)
    say(
      padded("W7 trading/continuous-venue", 31)
        + "\(document.scenarios.count) scenarios, \(figure(events / 1e6, 2)) M events of the engine, "
        + "\(document.verdict): \(figure(events / seconds / 1e6, 1)) M events per CPU s of the command, "
        + "\(figure(seconds, 2)) s \(figure(median(runs.map(\.used.peakMegabytes)), 0)) MB")
    if document.verdict != "met" { mistakes.append("W7: the reference is \(document.verdict)") }
  }
}
