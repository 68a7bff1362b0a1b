import ArchitectureModel
import Diagnostics
import ExerciseFiles
import PluginAPI
import Testing

@testable import Reporting

/// Designs that are read from text.
enum SampleDesign {
  /// The design of a text; an issue is recorded where it is not valid.
  static func read(_ text: String) throws -> Architecture {
    let reading = ArchitectureReader(SamplePlugin.set.vocabulary).read(
      bytes: Array(text.utf8), file: "first.arch.yaml", folder: FolderReader(folder: nil))
    if reading.architecture == nil {
      Issue.record("\(reading.problems.map { "\($0.code) \($0.message)" })")
    }
    return try #require(reading.architecture as Architecture?)
  }

  /// Two paths, two boundaries, two sites, a cache, a queue and a store.
  static let shop = """
    format: arch/1
    name: First attempt
    owner: group 7
    entry: { browse: edge, buy: edge }
    sites: { north: { zones: [a, b] }, south: { zones: [a], latency_to: { north: 20ms } } }
    boundaries: { outside: { trust: low, title: Open to all }, inside: { trust: high } }
    components:
      edge: { kind: service, in: outside, replicas: 2, at: north, calls: [web] }
      web:
        kind: service
        in: inside
        replicas: 4
        at: north
        handles: { browse: [pages], buy: [{ send: mail, carries: [] }, db] }
      pages: { kind: cache, in: inside, fronts: db, at: north }
      db: { kind: database, in: inside, at: south }
      mail: { kind: queue, in: inside, at: north }
      mailer: { kind: worker, in: inside, at: north, consumes: [{ from: mail }] }
    workload:
      lasts: 10s
      operations:
        browse: { arrivals: { process: poisson, rate: 10/s } }
        buy: { arrivals: { process: poisson, rate: 1/s } }
    decisions:
      - { id: D1, chose: a cache, because: reads are many, instead_of: [more copies], costs: stale pages, affects: [pages] }
    assumptions:
      - { id: A1, says: mail may be late, if_wrong: it must be sent at once }
    """

  /// Names that try to be something else.
  static let nasty = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title></style></svg>",
    "\u{202E}evil\u{2066}", "=cmd|' /C calc'!A0", "a & b &amp; &#60;", "'single' \"double\"",
    "]]> --> <!-- {{x}} ${y} `code` \\N \\l #quot; %%{init: {}}%%", "\u{0}\u{7}\u{1B}[2J",
    String(repeating: "W", count: 5_000), "", " ", "\n\t", "\u{FFFE}\u{10FFFF}", "שלום\u{200F}x",
  ]

  /// How a text is shown: hidden characters spelled out, line ends as spaces.
  static func shown(_ text: String) -> String { SafeText.line(text) }

  /// A design whose titles and notes are all one text.
  static func hostile(_ text: String) throws -> Architecture {
    var design = try read(shop)
    design.name = text
    design.summary = text
    design.owner = text
    for index in design.components.indices { design.components[index].title = text }
    for index in design.boundaries.indices { design.boundaries[index].title = text }
    design.decisions = [
      Decision(
        id: text, chose: text, because: text, insteadOf: [text], costs: text, affects: [text])
    ]
    design.assumptions = [Assumption(id: text, says: text, ifWrong: text)]
    return design
  }

  /// A report in which every text is one text.
  static func hostileReport(_ text: String) -> EvaluationReport {
    var report = SampleReport.exercise()
    report.tool = text
    report.architecture = ArchitectureIdentity(name: text, file: text, digest: text)
    report.exercise?.title = text
    report.exercise?.id = text
    report.exercise?.version = text
    report.parameters = [Fact(text, text)]
    report.plugins = [text]
    for index in report.requirements.indices {
      report.requirements[index].id = text
      report.requirements[index].text = text
      report.requirements[index].measure = text + ".latency.p99"
      report.requirements[index].because = [text, text]
      report.requirements[index].remedy = text
      report.requirements[index].scenario = text
    }
    for index in report.scoredChecks.indices {
      report.scoredChecks[index].title = text
      report.scoredChecks[index].check = text
      report.scoredChecks[index].message = text
    }
    for place in report.scenarios.indices {
      report.scenarios[place].scenario = text
      report.scenarios[place].title = text
      report.scenarios[place].stopped = text
      report.scenarios[place].faults = [PlayedFault(text: text, at: 10, lasts: nil)]
      for index in report.scenarios[place].operations.indices {
        report.scenarios[place].operations[index].operation = text
        report.scenarios[place].operations[index].causes = [(text, 3)]
        report.scenarios[place].operations[index].timeIn = [(text, 0.5, 0.5)]
      }
      for index in report.scenarios[place].components.indices {
        report.scenarios[place].components[index].component = text
      }
      for index in report.scenarios[place].probes.indices {
        report.scenarios[place].probes[index].probe = text
      }
    }
    for index in report.findings.indices {
      report.findings[index].message = text
      report.findings[index].check = text
      report.findings[index].facts = [Fact(text, text)]
      report.findings[index].because = [text]
      report.findings[index].remedy = text
      report.findings[index].fix?.message = text
    }
    report.claims = [
      ClaimResult(path: text, stated: text, used: text, standing: .notAllowed, range: text)
    ]
    report.assumptions = [text]
    report.fidelity = [text]
    report.goals = [
      GoalResult(
        operation: text, goal: text, dimension: .duration, promised: 1,
        value: SampleReport.estimate(2), verdict: .notMet)
    ]
    return report
  }
}
