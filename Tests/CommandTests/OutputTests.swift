import Foundation
import Testing

/// What the commands say, as other programs read it.
@Suite struct OutputTests {
  static let first = "foundations/first-service"

  @Test func listNamesEveryExercise() async throws {
    let outcome = try await Tool.run(["list", "--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.json.items.map { $0["id"].text } == Tool.exerciseIDs)
    let text = try await Tool.run(["list"]).text
    for id in Tool.exerciseIDs { #expect(text.contains(id)) }
  }

  @Test(arguments: Tool.exerciseIDs) func showTellsAnExercise(_ id: String) async throws {
    let document = try await Tool.run(["show", id, "--json", "-"])
    #expect(document.code == 0, document.summary)
    #expect(document.json["id"].text == id)
    #expect(!document.json["brief"].text.isEmpty)
    let text = try await Tool.run(["show", id])
    #expect(text.code == 0, text.summary)
    #expect(text.text.contains("Requirements"))
  }

  @Test(arguments: Tool.exerciseIDs)
  func arrivalsAreInOrderAndEqualForEqualSeeds(_ id: String) async throws {
    let scratch = try Scratch()
    let outcome = try await Tool.run(["load", id, "--csv", "one.csv"], in: scratch)
    #expect(outcome.code == 0, outcome.summary)
    let one = try Data(contentsOf: scratch.url.appendingPathComponent("one.csv"))
    let lines = String(decoding: one, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "seconds,operation")
    #expect(lines.count > 10)
    var last = 0.0
    var isSorted = true
    for line in lines.dropFirst() {
      let time = line.split(separator: ",").first.flatMap { Double($0) } ?? -1
      if time < last { isSorted = false }
      last = time
    }
    #expect(isSorted)
    let shown = try await Tool.run(["load", id, "--csv", "-"])
    #expect(shown.output == one)
    let other = try await Tool.run(["load", id, "--csv", "-", "--seed", "2"])
    #expect(other.output != one)
  }

  @Test func arrivalsComeAtTheRateThatASimulationSees() async throws {
    // The load and the simulation draw the same arrivals, so their counts agree exactly.
    let csv = try await Tool.run(["load", Self.first, "--csv", "-", "--seed", "3"])
    var counts: [Substring: Double] = [:]
    for line in csv.text.split(separator: "\n").dropFirst() {
      counts[line.split(separator: ",")[1], default: 0] += 1
    }
    let scenario = try await Tool.run(["show", Self.first, "--json", "-"]).json["scenarios"][0][
      "name"
    ]
    .text
    let reference = "\(Tool.exercises.path)/\(Self.first)/reference.arch.yaml"
    let result = try await Tool.run([
      "evaluate", reference, "--scenario", scenario, "--replications", "1", "--seed", "3",
      "--json", "-", "--no-timing",
    ]).json
    let measured = result["scenarios"][scenario]
    // Requirements that stay undecided may ask for more replications; the mean is near then.
    for (operation, count) in counts {
      let arrivals = measured["operations"][String(operation)]["arrivals"].number
      #expect(abs(arrivals - count) < 6 * count.squareRoot(), "\(operation): \(arrivals), \(count)")
    }
    #expect(!counts.isEmpty)
  }

  @Test func ndjsonIsAnObjectALine() async throws {
    let outcome = try await Tool.run(["load", Self.first, "--ndjson", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let line = outcome.text.split(separator: "\n").first ?? ""
    let node = Node(Data(line.utf8))
    #expect(node["seconds"].number >= 0)
    #expect(!node["operation"].text.isEmpty)
  }

  @Test(arguments: ["architecture", "exercise", "expectations", "result"])
  func schemasAreJSONSchema(_ document: String) async throws {
    let outcome = try await Tool.run(["schema", document])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.json["$schema"].text == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test(arguments: [
    "timeout", "queue.limit", "arch.unknown-component", "yaml.alias", "service", "database",
    "foundations.single-copy", "trading/matching_engine", "work", "p99",
  ])
  func explainKnows(_ word: String) async throws {
    let outcome = try await Tool.run(["explain", word])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.text.count > 40)
  }

  @Test func aResultOnStandardOutputIsNothingButTheDocument() async throws {
    let outcome = try await Tool.run("simulate", file: ExitCodeTests.small, ["--json", "-"])
    #expect(outcome.json["format"].text == "result/1")
    #expect(outcome.json["timing"].isThere)
    let bare = try await Tool.run(
      "simulate", file: ExitCodeTests.small, ["--json", "-", "--no-timing"])
    #expect(!bare.json["timing"].isThere)
  }

  @Test func tenLinesGetFindingsAtTheirLines() async throws {
    let file = """
      format: arch/1
      name: Shop
      entry: web
      components:
        web:
          kind: service
          calls: [{ call: hot }]
        hot: { kind: cache, fronts: db }
        db: { kind: database }
      # the end
      """
    let outcome = try await Tool.run("check", file: file, ["--json", "-", "--all"])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.json["format"].text == "check/1")
    let lines = ["components.web": 5...7, "components.hot": 8...8, "components.db": 9...9]
    var open = 0
    for finding in outcome.json["findings"].items {
      guard ["violated", "unknown"].contains(finding["outcome"].text) else { continue }
      let subject = finding["subject"].text
      if subject.isEmpty { continue }  // about the design as a whole
      open += 1
      guard let line = finding["places"][0]["line"].value as? Int,
        let owner = lines.first(where: { subject.hasPrefix($0.key) })
      else {
        Issue.record("no place: \(finding)")
        continue
      }
      #expect(owner.value.contains(line), "\(finding["check"].text) of \(subject) at \(line)")
    }
    #expect(open >= 4)
  }

  @Test func theReportOfAStarterIsShort() async throws {
    let starter = ["evaluate", ExitCodeTests.starter, "--replications", "2"]
    let short = try await Tool.run(starter).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(short.count < 200)
    let full = try await Tool.run(starter + ["--full"]).text.split(separator: "\n")
    #expect(full.count > 240)
    let text = full.joined(separator: "\n")
    #expect(text.contains("all of db 12 times slower at 5 s"))
    #expect(!text.contains("1 points"))
    let brief = try await Tool.run(["show", Self.first]).text
    #expect(brief.contains(": 1 point\n") && !brief.contains(" 1 points"))
  }

  @Test func oneQueueAnswersWithFiveSeconds() async throws {
    // M/M/1 at 0.8/s and 1 s: 1 / (1 - 0.8) = 5 s.
    let file = try String(
      contentsOf: Tool.root.appendingPathComponent("Documentation/examples/one-queue.arch.yaml"),
      encoding: .utf8)
    let run = try await Run.of(file)
    let latency = run.run["operations"][run.run["operations"].keys.first ?? ""]["latency"]["mean"]
    #expect(latency.covers(5), "\(latency)")
  }
}
