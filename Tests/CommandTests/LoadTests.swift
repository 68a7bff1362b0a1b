import Foundation
import Testing

/// The load of a file of its own.
@Suite struct LoadTests {
  static let file = """
    format: arch/1
    name: Shop
    entry: web
    components: { web: { kind: service, concurrency: none } }
    workload:
      warmup: 10s
      lasts: 200s
      operations:
        buy: { arrivals: { process: batch, rate: 1/s, size: 5, spacing: 3ms } }
        see: { arrivals: { process: sum, of: [{ process: regular, rate: 3/s }, { process: burst, count: 9, at: 20s }] } }
        ask: { arrivals: { process: closed, users: 3, think: 1s } }

    """

  @Test func everyProcessOfAFileIsShownWithItsRates() async throws {
    let shown = try await Tool.run("load", file: Self.file)
    #expect(shown.code == 0, shown.summary)
    let lines = shown.text.split(separator: "\n").map { line in
      line.split(separator: " ").map(String.init)
    }
    func row(_ process: String) -> [String] {
      lines.first { $0.dropFirst().first == process } ?? []
    }
    #expect(row("regular").prefix(4) == ["see", "regular", "3", "3"])
    #expect(row("burst").prefix(4) == ["see", "burst", "0.043", "0.043"])
    #expect(row("closed").prefix(5) == ["ask", "closed", "3", "by", "answers"])
    // An arrival may fall on the wrong side of a window's end, by rounding.
    let even = row("regular")
    #expect(even.count > 4 && (Double(even[4]) ?? 1) < 0.1, "\(even)")
    let batch = row("batch")
    // 210 batches of variance 20 each: within four standard deviations of 1050.
    let drawn = batch.count > 4 ? Double(batch[3]) ?? 0 : 0
    #expect(abs(drawn - 5) < 4 * (210 * 45.0).squareRoot() / 210, "\(batch)")
    let same = try await Tool.run("load", file: Self.file)
    let other = try await Tool.run("load", file: Self.file, ["--seed", "2"])
    #expect(same.output == shown.output && other.output != shown.output)
  }

  /// What is written can be read again, and brings the same arrivals to a simulation.
  @Test func writtenArrivalsAreATrace() async throws {
    let scratch = try Scratch()
    try scratch.write("shop.arch.yaml", Data(Self.file.utf8))
    let written = try await Tool.run(
      ["load", "shop.arch.yaml", "--csv", "arrivals.csv"], in: scratch)
    #expect(written.code == 0, written.summary)
    let csv = try Data(contentsOf: scratch.url.appendingPathComponent("arrivals.csv"))
    let replay = """
      format: arch/1
      entry: web
      components: { web: { kind: service, concurrency: none } }
      workload:
        lasts: 200s
        operations:
          buy: { arrivals: { process: trace, file: arrivals.csv } }
          see: { arrivals: { process: trace, file: arrivals.csv } }

      """
    try scratch.write("replay.arch.yaml", Data(replay.utf8))
    let again = try await Tool.run(["load", "replay.arch.yaml", "--csv", "-"], in: scratch)
    #expect(again.output == csv, again.summary)
    let result = try await Tool.run(
      ["simulate", "replay.arch.yaml", "--replications", "1", "--json", "-", "--no-timing"],
      in: scratch)
    var counts: [Substring: Double] = [:]
    for line in String(decoding: csv, as: UTF8.self).split(separator: "\n").dropFirst() {
      counts[line.split(separator: ",")[1], default: 0] += 1
    }
    #expect(counts.count == 2)
    for (operation, count) in counts {
      let arrivals = result.json["scenarios"]["run"]["operations"][String(operation)]["arrivals"]
      #expect(arrivals.number == count, "\(operation): \(result.summary)")
    }
  }

  @Test func aBrokenTraceIsToldAtItsRow() async throws {
    let scratch = try Scratch()
    try scratch.write("arrivals.csv", Data("seconds\n1\nnever\n".utf8))
    let replay = Self.file.replacing(
      "{ process: closed, users: 3, think: 1s }", with: "{ process: trace, file: arrivals.csv }")
    try scratch.write("replay.arch.yaml", Data(replay.utf8))
    for command in ["load", "check", "simulate"] {
      let outcome = try await Tool.run([command, "replay.arch.yaml"], in: scratch)
      #expect(outcome.code == 2, outcome.summary)
      #expect(outcome.complaint.contains("arrivals.csv:3:1: error[arch.bad-trace]"))
      #expect(outcome.complaint.contains("3 | never"))
    }
  }

  @Test func aFileWithoutALoadIsToldSo() async throws {
    let bare = "format: arch/1\nentry: web\ncomponents: { web: { kind: service } }\n"
    let outcome = try await Tool.run("load", file: bare)
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("has no load"))
  }
}
