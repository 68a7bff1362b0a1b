import Foundation
import Testing

/// Documents for other programs, read by libraries of others.
@Suite struct DocumentTests {
  static let first = ExitCodeTests.first
  static let all = ["sarif", "junit", "markdown", "csv", "gradescope"]

  /// A copy of a file of an exercise in a folder of its own.
  static func copy(_ name: String, of id: String = first) throws -> Scratch {
    let scratch = try Scratch()
    let file = Tool.exercises.appendingPathComponent("\(id)/\(name)")
    try scratch.write("design.arch.yaml", try Data(contentsOf: file))
    return scratch
  }

  /// The options that write each of these documents to `out.KIND`.
  static func options(_ kinds: [String]) -> [String] {
    kinds.flatMap { ["--\($0)", "out.\($0 == "gradescope" ? "json" : $0)"] }
  }

  @Test func aStarterInAllFormats() async throws {
    let scratch = try Self.copy("starter.arch.yaml")
    let run = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "2", "--json", "result.json"]
        + Self.options(Self.all), in: scratch)
    #expect(run.code == 1, run.summary)
    let data = try Data(contentsOf: scratch.url.appendingPathComponent("result.json"))
    let result = Node(data)

    let sarif = try await Reader.read("sarif", ["out.sarif", "."], in: scratch)
    let open = result["findings"].items.filter {
      ["violated", "unknown"].contains($0["outcome"].text)
    }
    #expect(sarif["results"].items.count == open.count)
    let single = sarif["results"].items.filter { $0["rule"].text == "foundations.single-copy" }
    #expect(single.map { $0["marked"].text } == ["web", "db"])
    #expect(
      single.map { $0["fingerprint"].text }
        == ["foundations.single-copy@web", "foundations.single-copy@db"])

    let junit = try await Reader.read("junit", ["out.junit"], in: scratch)
    let cases = junit["cases"].items
    let requirements = cases.filter { $0["suite"].text == "requirements" }
    #expect(requirements.count == result["requirements"].items.count)
    for (one, requirement) in zip(requirements, result["requirements"].items) {
      #expect(one["name"].text.hasPrefix(requirement["id"].text + " "))
      #expect((one["ending"].text == "passed") == (requirement["verdict"].text == "met"))
    }
    let checks = cases.filter { $0["suite"].text == "checks" }
    #expect(checks.count == result["scored_checks"].items.count)
    #expect(checks.allSatisfy { $0["ending"].text == "failure" })
    let advice = cases.filter { $0["suite"].text == "advice" }
    #expect(advice.count > 5)
    #expect(advice.allSatisfy { ["passed", "skipped"].contains($0["ending"].text) })
  }

  @Test func aGradeAddsUpAndOnlyWithoutReviewersIsATotal() async throws {
    let scratch = try Self.copy("starter.arch.yaml")
    _ = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "2", "--json", "result.json"]
        + Self.options(["gradescope"]), in: scratch)
    let read = try await Reader.read("gradescope", ["out.json"], in: scratch)["document"]
    let result = Node(try Data(contentsOf: scratch.url.appendingPathComponent("result.json")))
    let tests = read["tests"].items
    #expect(tests.map { $0["score"].number }.reduce(0, +) == read["score"].number)
    #expect(tests.map { $0["max_score"].number }.reduce(0, +) == 20)
    #expect(read["score"].number == result["score"]["points"].number)
    #expect(read["extra_data"]["digest"].text == result["architecture"]["digest"].text)
    #expect(tests[1]["tags"].items.map(\.text) == ["R2", "O1"])
    // Reviewers give 90 points to this one: a total would override theirs.
    let venue = try Self.copy("starter.arch.yaml", of: "trading/continuous-venue")
    _ = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "2"] + Self.options(["gradescope"]),
      in: venue)
    let other = try await Reader.read("gradescope", ["out.json"], in: venue)["document"]
    #expect(!other["score"].isThere)
    #expect(other["tests"].items.map { $0["max_score"].number }.reduce(0, +) == 60)
  }

  @Test func aDesignOfTooManyMachinesGetsNoPointsAnywhere() async throws {
    let scratch = try Self.copy("flawed-too-many-machines.arch.yaml")
    _ = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "2"] + Self.options(["gradescope"]),
      in: scratch)
    let read = try await Reader.read("gradescope", ["out.json"], in: scratch)["document"]
    #expect(read["score"].number == 0)
    #expect(read["tests"].items.count == 11)
    #expect(read["tests"].items.allSatisfy { $0["score"].number == 0 })
    #expect(read["tests"][0]["output"].text.contains("more machines than allowed"))
  }

  @Test func aGradeNeedsAllScenarios() async throws {
    let scratch = try Self.copy("starter.arch.yaml")
    let part = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--scenario", "calm", "--gradescope", "out.json"],
      in: scratch)
    #expect(part.code == 64, part.summary)
    #expect(scratch.names == ["design.arch.yaml"])
  }

  @Test func aMistakeIsMarkedAndItsFixMendsTheFile() async throws {
    let scratch = try Self.copy("invalid-unknown-key.arch.yaml")
    for command in ["check", "evaluate"] {
      let run = try await Tool.run(
        [command, "design.arch.yaml"] + Self.options(["sarif", "junit", "markdown"]), in: scratch)
      #expect(run.code == 2, run.summary)
      let sarif = try await Reader.read("sarif", ["out.sarif", "."], in: scratch)
      let found = sarif["results"][0]
      #expect(found["rule"].text == "arch.unknown-key")
      #expect(found["level"].text == "error")
      #expect(found["marked"].text == "replica")
      let mended = try await Tool.run("check", file: found["fixed"][0].text)
      #expect(mended.code == 0, mended.summary)
      let junit = try await Reader.read("junit", ["out.junit"], in: scratch)
      #expect(junit["cases"].items.map { $0["ending"].text } == ["failure"])
    }
    let grade = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--gradescope", "-"], in: scratch)
    try scratch.write("grade.json", grade.output)
    let read = try await Reader.read("gradescope", ["grade.json"], in: scratch)["document"]
    #expect(read["score"].number == 0)
    #expect(read["tests"][0]["status"].text == "failed")
  }

  @Test func fingerprintsSurviveEditsElsewhere() async throws {
    let scratch = try Self.copy("starter.arch.yaml")
    func prints() async throws -> [String] {
      _ = try await Tool.run(["check", "design.arch.yaml", "--sarif", "out.sarif"], in: scratch)
      let sarif = try await Reader.read("sarif", ["out.sarif", "."], in: scratch)
      return sarif["results"].items.map { $0["fingerprint"].text }
    }
    let before = try await prints()
    let file = scratch.url.appendingPathComponent("design.arch.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try scratch.write("design.arch.yaml", Data("# one\n# two\n\(text)\n# three\n".utf8))
    #expect(try await prints() == before)
    #expect(before.count >= 9)
  }

  @Test func columnsCountCodePoints() async throws {
    let file = """
      format: arch/1
      name: "naïve 🙂"
      entry: web
      components: { web: { kind: service, description: "🙂🙂", calls: [ordrs] } }
      """
    let scratch = try Scratch()
    try scratch.write("a b#é.arch.yaml", Data(file.utf8))
    _ = try await Tool.run(["check", "a b#é.arch.yaml", "--sarif", "out.sarif"], in: scratch)
    let sarif = try await Reader.read("sarif", ["out.sarif", "."], in: scratch)
    let found = sarif["results"].items.filter { $0["rule"].text == "arch.unknown-component" }
    #expect(found.map { $0["marked"].text } == ["ordrs"])
    #expect(found.map { $0["file"].text } == ["a b#é.arch.yaml"])
  }

  @Test func aSimulationHasGoalsAndSeries() async throws {
    let file = """
      format: arch/1
      entry: web
      components: { web: { kind: service, work: 1ms } }
      goals: { use: { p99: 1us, success: 99% } }
      workload: { lasts: 2s, operations: { use: { arrivals: { process: regular, rate: 10/s } } } }
      """
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(file.utf8))
    let run = try await Tool.run(
      ["simulate", "design.arch.yaml", "--replications", "2", "--json", "result.json"]
        + Self.options(["sarif", "junit", "markdown", "csv"]), in: scratch)
    #expect(run.code == 0, run.summary)
    try await Reader.read("sarif", ["out.sarif", "."], in: scratch)
    let junit = try await Reader.read("junit", ["out.junit"], in: scratch)
    let goals = junit["cases"].items.filter { $0["suite"].text == "goals" }
    #expect(goals.map { $0["ending"].text } == ["failure", "passed"])
    let rows = try await Reader.read("csv", ["out.csv"], in: scratch)["rows"].items
    #expect(
      rows[0].items.map(\.text) == ["scenario", "seconds", "subject", "name", "measure", "value"])
    let arrivals = rows.filter { $0[4].text == "arrivals" }
    let result = Node(try Data(contentsOf: scratch.url.appendingPathComponent("result.json")))
    let series = result["scenarios"]["run"]["series"]["operations"]["use"]["arrivals"].items
    #expect(arrivals.map { Double($0[5].text) } == series.map { $0.number })
    let total = result["scenarios"]["run"]["operations"]["use"]["arrivals"].number
    #expect(series.reduce(0) { $0 + $1.number } == total)
  }

  // MARK: Standard output and files

  @Test func oneDocumentMayTakeStandardOutput() async throws {
    for kind in Self.all {
      let scratch = try Self.copy("starter.arch.yaml")
      let arguments = ["evaluate", "design.arch.yaml", "--replications", "2", "--no-timing"]
      let shown = try await Tool.run(arguments + ["--\(kind)", "-"], in: scratch)
      let written = try await Tool.run(arguments + ["--\(kind)", "out"], in: scratch)
      #expect(shown.code == 1, shown.summary)
      #expect(shown.output == (try Data(contentsOf: scratch.url.appendingPathComponent("out"))))
      #expect(written.text.contains("points"))
    }
  }

  @Test(arguments: [
    ["evaluate", "--json", "-", "--sarif", "-"], ["check", "--json", "-", "--junit", "-"],
    ["simulate", "--csv", "-", "--markdown", "-"], ["evaluate", "--json", "a", "--sarif", "./a"],
    ["check", "--sarif", "design.arch.yaml"],
    ["evaluate", "--gradescope", ".././design.arch.yaml"],
    ["check", "--sarif", "link.yaml"], ["check", "--csv", "a"], ["simulate", "--gradescope", "a"],
    ["check", "--markdown", ""],
  ])
  func outputsThatWouldSpoilEachOtherAreRefused(_ arguments: [String]) async throws {
    let scratch = try Scratch()
    let design = Data(ExitCodeTests.small.utf8)
    try scratch.write("design.arch.yaml", design)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url.appendingPathComponent("link.yaml").path,
      withDestinationPath: "design.arch.yaml")
    let name = scratch.url.lastPathComponent
    let own = arguments.map { $0 == ".././design.arch.yaml" ? "../\(name)/design.arch.yaml" : $0 }
    let run = try await Tool.run([own[0], "design.arch.yaml"] + own.dropFirst(), in: scratch)
    #expect(run.code == 64, run.summary)
    #expect(run.text.isEmpty)
    #expect(
      try Data(contentsOf: scratch.url.appendingPathComponent("design.arch.yaml")) == design)
    #expect(scratch.names == ["design.arch.yaml", "link.yaml"])
  }

  @Test(arguments: all) func whatCannotBeWrittenIs74(_ kind: String) async throws {
    let scratch = try Self.copy("starter.arch.yaml")
    let run = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "1", "--\(kind)", "no/such/out"],
      in: scratch)
    #expect(run.code == 74, run.summary)
  }

  // Devices are tried through links of the test's own only: a test must not be able to harm
  // the machine it runs on.
  @Test func linksStayLinksAndTheirTargetsAreWritten() async throws {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(ExitCodeTests.small.utf8))
    try scratch.write("target", Data("old".utf8))
    for (link, target) in [("file", "target"), ("null", "/dev/null"), ("shown", "/dev/stdout")] {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.url.appendingPathComponent(link).path, withDestinationPath: target)
    }
    let run = try await Tool.run(
      ["check", "design.arch.yaml", "--sarif", "null", "--junit", "shown", "--markdown", "file"],
      in: scratch)
    #expect(run.code == 0, run.summary)
    #expect(run.text.hasPrefix("<?xml"), "a link to standard output takes its place")
    #expect(!run.text.contains("next  windtunnel"))
    for name in ["file", "null", "shown"] {
      let path = scratch.url.appendingPathComponent(name).path
      let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
      #expect(type as? FileAttributeType == .typeSymbolicLink, "\(name)")
    }
    let written = try String(
      contentsOf: scratch.url.appendingPathComponent("target"), encoding: .utf8)
    #expect(written.hasPrefix("## `design.arch.yaml`"))
    let twice = try await Tool.run(
      ["check", "design.arch.yaml", "--sarif", "-", "--junit", "shown"], in: scratch)
    #expect(twice.code == 64, twice.summary)
  }
}
