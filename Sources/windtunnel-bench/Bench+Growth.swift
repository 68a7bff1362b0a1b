import CBench
import Foundation

extension Bench {
  /// Whether an event costs the same in a long run as in a short one, and memory does not grow.
  mutating func growth() {
    let workloads = Workload.all.filter { $0.id == "W1" || $0.id == "W4" }
    say("\nCost of an event and peak memory by the length of the run, beside what a run costs")
    say("without events: checks, predictions, compiling and reducing")
    say(
      padded("events", 10)
        + workloads.map { padded("\($0.id), ns", 10) + padded("MB", 8) }.joined())
    var fixed: [String: Double] = [:]
    var text = padded("none", 10)
    for workload in workloads {
      // A handful of customers, so that there is something to report.
      let runs = grown(workload, customers: 10, repeats: 50, runs: 3)
      let seconds = median(runs.compactMap { $0.measured.map { $0.seconds / 50 } })
      fixed[workload.id] = seconds
      text += padded("\(figure(seconds * 1000, 1)) ms", 10)
      text += padded(figure(median(runs.map(\.used.peakMegabytes)), 1), 8)
    }
    say(text)
    var costs: [String: [Double]] = [:]
    var peaks: [String: [Double]] = [:]
    // A short run is repeated in the same process, since one alone is over before its code is warm.
    for (events, repeats, runs) in [(1e5, 20, 3), (1e6, 5, 3), (1e7, 1, 3), (1e8, 1, 1)] {
      var text = padded("10^\(Int(log10(events).rounded()))", 10)
      for workload in workloads {
        let programs = grown(
          workload, customers: Int(events / workload.events), repeats: repeats, runs: runs)
        let found = programs.compactMap(\.measured)
        // The means of repeats are one mean of as many customers.
        _ = agrees("the engine, \(text)", workload, found)
        let without = (fixed[workload.id] ?? 0) * Double(repeats)
        let cost = median(
          found.map { ($0.seconds - without) * 1e9 / ($0.customers * workload.events) })
        let peak = median(programs.map(\.used.peakMegabytes))
        costs[workload.id, default: []].append(cost)
        peaks[workload.id, default: []].append(peak)
        text += padded(figure(cost, 1), 10) + padded(figure(peak, 1), 8)
      }
      say(text)
    }
    for workload in workloads {
      let id = workload.id
      let ratio = (costs[id]?.max() ?? .nan) / (costs[id]?.min() ?? .nan)
      aim(
        "\(id): cost of an event flat from 10^5 to 10^8", "within \(figure(ratio, 2)) x",
        ratio <= 1.25)
      let more = (peaks[id]?.last ?? .nan) - (peaks[id]?.first ?? .nan)
      aim("\(id): memory does not grow with the run", "\(figure(more, 1)) MB more", more <= 2)
    }
  }

  private func grown(_ workload: Workload, customers: Int, repeats: Int, runs: Int) -> [Program] {
    (1...runs).compactMap {
      Program([itself, "engine", path(workload), "\($0 * 100)", "\(customers)", "\(repeats)"])
    }
  }

  /// Two replications on two cores against the same two on one.
  mutating func threads() {
    guard let workload = Workload.all.first(where: { $0.id == "W4" }),
      let text = try? String(contentsOfFile: path(workload), encoding: .utf8)
    else { return mistakes.append("W4 cannot be read") }
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("bench-\(ProcessInfo.processInfo.processIdentifier)").path
    let file = "\(place).arch.yaml"
    let results = ["\(place).1.json", "\(place).2.json"]
    defer { for path in [file] + results { try? FileManager.default.removeItem(atPath: path) } }
    try? workload.text(text, customers: 2_000_000).write(
      toFile: file, atomically: true, encoding: .utf8)
    var walls: [[Double]] = [[], []]
    var shares: [Double] = []
    for seed in 1...5 {
      for threads in 1...2 {
        let run = Program(
          [tool, "simulate", file, "--replications", "2", "--threads", "\(threads)"]
            + ["--seed", "\(seed)", "--no-timing", "--json", results[threads - 1]])
        guard let run, run.used.code == 0 else { return mistakes.append("two threads do not run") }
        walls[threads - 1].append(run.used.wallSeconds)
        if threads == 1 { shares.append(run.used.cpuSeconds / run.used.wallSeconds) }
      }
      if !FileManager.default.contentsEqual(atPath: results[0], andPath: results[1]) {
        mistakes.append("two threads give other bytes than one, with seed \(seed)")
      }
    }
    let ratio = median(walls[0]) / median(walls[1])
    say(
      "\nTwo replications of 2 M requests of W4: \(figure(median(walls[0]), 2)) s on one thread, "
        + "\(figure(median(walls[1]), 2)) s on two, the same bytes: \(figure(ratio, 2)) x")
    // Two cores for one program are needed; where even one thread had to wait, there are none.
    let share = median(shares)
    if share < 0.95 { say("One thread alone had only \(figure(100 * share, 0)) % of a core.") }
    aim(
      "two replications on two cores at least 1.85 times one", figure(ratio, 2),
      share < 0.95 ? nil : ratio >= 1.85)
  }

  /// `check` on a file of 100 components, from process start.
  mutating func check() {
    var text = "format: arch/1\nentry: s0\ncomponents:\n"
    for index in 0..<99 {
      let next = index < 98 ? "call: s\(index + 1)" : "read: db"
      text += "  s\(index): { kind: service, replicas: 2, calls: [{ \(next), timeout: 1s }] }\n"
    }
    text += "  db: { kind: database }\n"
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("bench-\(ProcessInfo.processInfo.processIdentifier).arch.yaml").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try? text.write(toFile: file, atomically: true, encoding: .utf8)
    let runs = (1...11).compactMap { _ in Program([tool, "check", file])?.used }
    let time = median(runs.map { $0.wallSeconds * 1000 })
    let cpu = median(runs.map { $0.cpuSeconds * 1000 })
    say(
      "\ncheck, 100 components, from process start: \(figure(time, 1)) ms, "
        + "of processor time \(figure(cpu, 1)) ms")
    aim(
      "check of 100 components in at most 100 ms", "\(figure(time, 1)) ms",
      time > 100 && cpu < 0.8 * time ? nil : time <= 100)
  }
}
