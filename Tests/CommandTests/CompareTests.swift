import Foundation
import Testing

/// Comparisons as a user runs them.
@Suite struct CompareTests {
  /// One queue, M/M/1 at 0.64; what is added stands at the top level.
  static func queue(
    web: String = "replicas: 1", work: String = "8ms", wait: String = "limit: none",
    more: String = ""
  ) -> String {
    """
    format: arch/1
    name: One queue
    entry: web
    components:
      web: { kind: service, \(web), concurrency: 1, work: { mean: \(work), shape: exponential }, queue: { \(wait) } }
    workload:
      warmup: 10s
      lasts: 100s
      operations:
        use: { arrivals: { process: poisson, rate: 80/s } }
    goals:
      use: { p99: 60ms, success: 99% }
    \(more)
    """
  }

  static func compare(
    _ files: [String], _ options: [String] = []
  ) async throws -> Tool.Outcome {
    let scratch = try Scratch()
    let names = files.indices.map { "d\($0).yaml" }
    for (name, file) in zip(names, files) { try scratch.write(name, Data(file.utf8)) }
    return try await Tool.run(
      ["compare"] + names + ["--replications", "8"] + options, in: scratch)
  }

  private static func gap(_ design: Node, _ measure: String) -> Node {
    design["differences"].items.first { $0["measure"].text == measure } ?? Node(Any?.none)
  }

  /// What changes nothing gives differences of exactly zero; words for readers are no change.
  @Test func theSameDesignDiffersByNothing() async throws {
    let other = Self.queue().replacing("name: One queue", with: "name: \"Another name\" # quoted")
    let outcome = try await Self.compare([Self.queue(), other], ["--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let second = outcome.json["designs"][1]
    #expect(second["changes"].items.map { $0["path"].text } == ["name"])
    #expect(second["changes"][0]["for_readers"].flag == true)
    let gaps = second["differences"].items
    #expect(gaps.count == 7)
    for gap in gaps { #expect(gap["mean"].number == 0 && gap["clear"].flag == false, "\(gap)") }
  }

  /// A little more or less work under the same luck: the paired interval is narrower.
  @Test func pairedIntervalsAreNarrower() async throws {
    let outcome = try await Self.compare(
      [Self.queue(), Self.queue(work: "8.1ms"), Self.queue(work: "7.9ms")], ["--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let designs = outcome.json["designs"].items
    #expect(designs.map { $0["label"].text } == ["A", "B", "C"])
    for (index, mean) in [(1, 8.1), (2, 7.9)] {
      let gap = Self.gap(designs[index], "mean")
      #expect(gap["clear"].flag == true, "\(gap)")
      // M/M/1: 1 / (1/work - 80) seconds. Five standard errors of the difference.
      let expected = 1 / (1000 / mean - 80) - 1 / (1000 / 8.0 - 80)
      let half = (gap["high"].number - gap["low"].number) / 2
      #expect(abs(gap["mean"].number - expected) <= 2.2 * half, "\(gap), expected \(expected)")
      let alone = designs[index]["measured"]["mean"]
      #expect(half < 0.25 * (alone["high"].number - alone["low"].number) / 2)
    }
  }

  /// Of three changes one is to blame; the others change nothing.
  @Test func theCulpritAmongThreeChangesIsNamed() async throws {
    let good = Self.queue(web: "replicas: 3", wait: "limit: 1000")
    let bad = Self.queue(web: "replicas: 1", wait: "limit: 900")
      .replacing("kind: service", with: "kind: service, startup: 5s")
    let outcome = try await Self.compare([good, bad], ["--one-at-a-time", "--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let paths = outcome.json["designs"][1]["changes"].items.map { $0["path"].text }
    #expect(
      paths == [
        "components.web.replicas", "components.web.queue.limit", "components.web.startup",
      ])
    for single in outcome.json["single_changes"].items {
      let gap = Self.gap(single["result"], "use p99")
      let isCulprit = paths[Int(single["change"].number)] == "components.web.replicas"
      #expect(single["needs"].items.isEmpty)
      #expect(isCulprit == (gap["mean"].number > 0.05), "\(single["change"]): \(gap)")
      if !isCulprit { #expect(gap["mean"].number == 0) }
    }
    let text = try await Self.compare([good, bad], ["--one-at-a-time"])
    #expect(text.text.contains("components.web.replicas: 3 -> 1"), text.summary)
    #expect(text.text.contains("changes no requirement, score or cost"))
    for line in text.text.split(separator: "\n") {
      #expect(line.unicodeScalars.count <= 80, "\(line)")
    }
  }

  /// A change that makes no valid file alone is run with those it needs.
  @Test func changesThatNeedEachOtherGoTogether() async throws {
    let plain = Self.queue()
    let other = plain.replacing(
      "queue: { limit: none } }",
      with: "queue: { limit: none }, calls: [{ call: log }] }\n  log: { kind: service }")
    let outcome = try await Self.compare([plain, other], ["--one-at-a-time", "--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let single = outcome.json["single_changes"].items
    let changes = outcome.json["designs"][1]["changes"].items.map { $0["path"].text }
    #expect(changes == ["components.web.calls", "components.log"])
    #expect(single.map { Int($0["needs"].items.first?.number ?? -1) } == [1, -1])
    #expect(single.first?["because"].text.contains("log") == true)
  }

  /// Paths go into lists, by number and by the component that is called.
  @Test func pathsOfVariantsGoIntoLists() async throws {
    let file = Self.queue(
      more: """
        variants:
          second: { set: { "components.web.calls[0].timeout": 1s } }
          named: { set: { "components.web.calls[log].timeout": 1s } }
        """
    ).replacing(
      "queue: { limit: none } }",
      with: "queue: { limit: none }, calls: [{ call: log }] }\n  log: { kind: service }")
    let outcome = try await Self.compare([file], ["--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    #expect(
      outcome.json["designs"].items.map { $0["label"].text } == ["as it is", "second", "named"])
  }

  @Test func variantsStandInTheFile() async throws {
    let variants = """
      variants:
        more: { set: { components.web.replicas: 3 } }
        short: { about: few may wait, set: { components.web.queue: 5 }, remove: [goals.use.p99] }
      """
    let outcome = try await Self.compare([Self.queue(more: variants)], ["--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let designs = outcome.json["designs"].items
    #expect(designs.map { $0["label"].text } == ["as it is", "more", "short"])
    #expect(designs[1]["machines"].number == 3)
    #expect(Self.gap(designs[1], "use p99")["mean"].number < -0.01)
    #expect(designs[2]["criteria"].items.map { $0["id"].text } == ["use success"])
    #expect(Self.gap(designs[2], "success")["mean"].number < 0)
    // In the design itself they change nothing.
    let plain = try await Tool.run("simulate", file: Self.queue(), ["--json", "-", "--no-timing"])
    let same = try await Tool.run(
      "simulate", file: Self.queue(more: variants), ["--json", "-", "--no-timing"])
    #expect(
      plain.json["scenarios"]["run"].description == same.json["scenarios"]["run"].description)
  }

  @Test func whatIsWrongWithAVariantIsToldByCheck() async throws {
    func problems(_ variant: String) async throws -> [String] {
      let outcome = try await Tool.run(
        "check", file: Self.queue(more: "variants: { odd: \(variant) }"), ["--json", "-"])
      return outcome.json["problems"].items.map {
        "\($0["code"].text) \($0["place"]["line"].number) \($0["message"].text)"
      }
    }
    let far = try await problems("{ set: { components.wbe.replicas: 3 } }")
    #expect(
      far.count == 1 && far[0].hasPrefix("arch.unknown-path 13.0 in the variant 'odd'"), "\(far)")
    let wrong = try await problems("{ set: { components.web.replicas: many } }")
    #expect(wrong.count == 1 && wrong[0].contains("in the variant 'odd'"), "\(wrong)")
    #expect(try await problems("{}").first?.hasPrefix("arch.empty-value") == true)
    #expect(try await problems("{ sett: { a: 1 } }").first?.hasPrefix("arch.unknown-key") == true)
    #expect(try await problems("{ remove: [goals] }") == [])
  }

  @Test func documentsFollowTheirSchemaAndDoNotDependOnThreads() async throws {
    let scratch = try Scratch()
    try scratch.write("a.yaml", Data(Self.queue().utf8))
    try scratch.write("b.yaml", Data(Self.queue(web: "replicas: 2").utf8))
    let schema = try await SchemaTests.schema("comparison", in: scratch)
    var texts: [Data] = []
    for threads in ["1", "3"] {
      let outcome = try await Tool.run(
        [
          "compare", "a.yaml", "b.yaml", "--one-at-a-time", "--threads", threads, "--json",
          "c.json", "--html", "c.html",
        ], in: scratch)
      #expect(outcome.code == 0, outcome.summary)
      var all = outcome.output
      for name in ["c.json", "c.html"] {
        all += try Data(contentsOf: scratch.url.appendingPathComponent(name))
      }
      texts.append(all)
    }
    #expect(texts[0] == texts[1])
    let page = String(decoding: texts[0], as: UTF8.self)
    #expect(page.contains("Which change made which difference"))
    let found = try await Reader.read("schema", [schema, "c.json"], in: scratch)
    #expect(found["files"]["c.json"].items.map(\.text) == [])
  }

  @Test func wrongUseIsExplained() async throws {
    let one = try await Self.compare([Self.queue()])
    #expect(one.code == 64 && one.complaint.contains("variants:"), one.summary)
    let three = try await Self.compare(
      [Self.queue(), Self.queue(), Self.queue()], ["--one-at-a-time"])
    #expect(three.code == 64 && three.complaint.contains("two designs"), three.summary)
    let nowhere = try await Self.compare([Self.queue(), Self.queue()], ["--scenario", "nosuch"])
    #expect(nowhere.code == 64 && nowhere.complaint.contains("'nosuch'"), nowhere.summary)
    let broken = try await Self.compare([Self.queue(), "format: arch/1\n"])
    #expect(broken.code == 2, broken.summary)
  }
}
