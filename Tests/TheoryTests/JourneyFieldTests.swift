import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Testing

/// Journeys and windows as they are written in a file: every field counts, and nothing wrong passes.
@Suite struct JourneyFieldTests {
  static func text(
    journey: String, operations: String = "browse: {}, buy: {}", windows: String = ""
  ) -> String {
    """
    format: arch/1
    entry: web
    components: { web: { kind: service, fails: { errors: 20% } } }
    workload:
      lasts: 20s
      operations: { \(operations) }
      journeys: \(journey)
    \(windows.isEmpty ? "" : "  windows: \(windows)")
    """
  }

  static func read(_ text: String) -> ArchitectureReading {
    ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "journeys.yaml")
  }

  static let start = "arrivals: { process: poisson, rate: 5/s }, start: browse"
  static let plain =
    "{ shopper: { \(start), walk: { browse: { think: 1s, next: { browse: 50%, buy: 20% } } } } }"

  static let wrong: [(String, String)] = [
    ("arch.empty-value", "{}"),
    ("arch.missing-field", "{ shopper: { arrivals: { process: poisson, rate: 1/s } } }"),
    ("arch.missing-field", "{ shopper: { start: browse } }"),
    ("arch.unknown-operation", "{ shopper: { \(start), walk: { browse: { next: bye } } } }"),
    ("arch.unknown-operation", "{ shopper: { \(start), walk: { browze: { next: buy } } } }"),
    (
      "arch.unknown-operation",
      "{ shopper: { arrivals: { process: poisson, rate: 1/s }, start: { bro: 1 } } }"
    ),
    (
      "arch.shares-above-one",
      "{ shopper: { \(start), walk: { browse: { next: { browse: 60%, buy: 41% } } } } }"
    ),
    (
      "arch.shares-not-one",
      "{ shopper: { arrivals: { process: poisson, rate: 1/s }, start: { browse: 40%, buy: 50% } } }"
    ),
    ("arch.endless-journey", "{ shopper: { \(start), walk: { browse: { next: browse } } } }"),
    (
      "arch.endless-journey",
      "{ shopper: { \(start), walk: { browse: { next: buy }, buy: { next: browse } } } }"
    ),
    (
      "arch.endless-journey",
      "{ shopper: { \(start), walk: { browse: { next: { browse: 0.99999999 } } } } }"
    ),
    ("arch.never-reached", "{ shopper: { \(start), walk: { buy: { think: 1s } } } }"),
    (
      "arch.never-reached",
      "{ shopper: { \(start), walk: { browse: { next: { buy: 0% } }, buy: {} } } }"
    ),
    ("arch.empty-value", "{ shopper: { \(start), walk: {} } }"),
    ("arch.empty-value", "{ shopper: { \(start), walk: { browse: { next: {} } } } }"),
    ("arch.out-of-range", "{ shopper: { \(start), length: 1000000000000 } }"),
    ("arch.out-of-range", "{ shopper: { \(start), length: { mean: 9000, cv: 20 } } }"),
    ("arch.bad-spread", "{ shopper: { \(start), length: { mean: 1, cv: 1 } } }"),
    ("arch.out-of-range", "{ shopper: { \(start), length: 0 } }"),
    ("arch.bad-id", "{ browse: { \(start) } }"),
    ("arch.bad-id", "{ 'a b': { \(start) } }"),
    (
      "arch.wrong-parameter",
      "{ shopper: { arrivals: { process: closed, users: 3, think: 1s }, start: browse, equilibrium: yes } }"
    ),
    (
      "arch.wrong-parameter",
      "{ shopper: { arrivals: { process: burst, count: 3 }, start: browse, equilibrium: yes } }"
    ),
    (
      "arch.out-of-range",
      "{ shopper: { arrivals: { process: poisson, rate: 1000000/s }, start: browse, equilibrium: yes, "
        + "walk: { browse: { think: 1h, next: buy } } } }"
    ),
  ]

  @Test(arguments: wrong)
  func whatIsWrongIsRefused(_ item: (code: String, journey: String)) {
    let reading = Self.read(Self.text(journey: item.journey))
    #expect(
      reading.problems.contains { $0.code == item.code && $0.span != nil },
      "\(item.journey): \(reading.problems.map { "\($0.code) \($0.message)" })")
    #expect(reading.architecture == nil)
  }

  @Test func anOperationThatNobodyAsksForNeedsArrivals() {
    let lonely = Self.read(
      Self.text(journey: Self.plain, operations: "browse: {}, buy: {}, search: {}"))
    #expect(lonely.problems.map(\.code) == ["arch.missing-field"])
    #expect(Self.read(Self.text(journey: Self.plain)).problems.isEmpty)
  }

  static let wrongWindows: [(String, String)] = [
    ("arch.empty-value", "{}"), ("arch.bad-id", "{ run: { from: 0s, to: 5s } }"),
    ("arch.out-of-range", "{ a: { from: 5s, to: 5s } }"),
    ("arch.out-of-range", "{ a: { from: 5s, to: 1s } }"),
    ("arch.out-of-range", "{ a: { from: 5s, to: 21s } }"),
    ("arch.out-of-range", "{ a: { from: 5s, to: 200y } }"),
    ("arch.missing-field", "{ a: { from: 5s } }"),
    (
      "arch.out-of-range",
      "{ " + (0..<51).map { "w\($0): { from: 0s, to: 1s }" }.joined(separator: ", ") + " }"
    ),
  ]

  @Test(arguments: wrongWindows)
  func windowsOutsideTheKeptTimeAreRefused(_ item: (code: String, windows: String)) {
    let reading = Self.read(Self.text(journey: Self.plain, windows: item.windows))
    #expect(
      reading.problems.contains { $0.code == item.code }, "\(item): \(reading.problems)")
  }

  /// Journeys that differ in one field.
  static let fields: [(String, String)] = [
    ("start", "start: buy"), ("arrivals", "arrivals: { process: regular, rate: 5/s }"),
    ("length", "length: 2"), ("on_failure", "on_failure: leave"),
    ("equilibrium", "equilibrium: yes"),
  ]

  static func requests(_ journey: String) async throws -> String {
    let run = try await Simulated(text(journey: journey), replications: 2)
    return "\(run.run.operations.map(\.arrivals))"
  }

  @Test(arguments: fields)
  func everyFieldCounts(_ item: (field: String, value: String)) async throws {
    let walk =
      "walk: { browse: { think: 1s, next: { browse: 50%, buy: 20% } }, buy: { next: browse } }"
    func journey(_ fields: [String]) -> String {
      "{ shopper: { \(fields.joined(separator: ", ")) } }"
    }
    var parts = ["arrivals: { process: poisson, rate: 5/s }", "start: browse", walk]
    let before = journey(parts)
    parts.removeAll { $0.hasPrefix("\(item.field):") }
    #expect(try await Self.requests(before) != Self.requests(journey(parts + [item.value])))
  }

  @Test func thinkingAndSharesCount() async throws {
    let one = try await Self.requests(Self.plain)
    for (old, new) in [("think: 1s", "think: 3s"), ("buy: 20%", "buy: 10%")] {
      let other = Self.plain.split(separator: old, omittingEmptySubsequences: false)
        .joined(separator: new)
      #expect(try await Self.requests(other) != one, "\(new)")
    }
    #expect(try await Self.requests(Self.plain) == one)
  }

  @Test func aLoadFaultNamesAJourney() async throws {
    let text = Self.text(journey: Self.plain)
    let fault = "\nfaults: [{ load: NAME, by: 3, at: 0s, lasts: 20s }]"
    func run(_ name: String) async throws -> Double {
      let run = try await Simulated(text + fault.replacing("NAME", with: name), replications: 4)
      return try #require(run.run.journeys.first?.started.value)
    }
    let plain = try #require(
      try await Simulated(text, replications: 4).run.journeys.first?.started.value)
    #expect(abs(try await run("shopper") / plain - 3) < 0.8)
    #expect(abs(try await run("'*'") / plain - 3) < 0.8)
    let wrong = Self.read(text + fault.replacing("NAME", with: "buy"))
    #expect(wrong.problems.map(\.code) == ["arch.wrong-fault"])
  }

  /// A run with as many sessions as fit ends in order, whatever the numbers.
  @Test func extremeJourneysEnd() async throws {
    for journey in [
      "{ s: { arrivals: { process: burst, count: 20000 }, start: browse, length: 3, walk: { browse: { next: browse } } } }",
      "{ s: { \(Self.start), walk: { browse: { think: 292y, next: { browse: 50% } } } } }",
      "{ s: { arrivals: { process: poisson, rate: 0/s }, start: browse, equilibrium: yes, walk: { browse: { think: 1s, next: { browse: 1% } } } } }",
      "{ s: { \(Self.start), equilibrium: yes } }",
    ] {
      let text = Self.text(journey: journey, operations: "browse: {}")
      let run = try await Simulated(text, replications: 2)
      #expect(run.run.stopped == "time", "\(journey)")
    }
  }

  /// What asks for rates alone takes sessions at their long-run demand.
  @Test func theAnalysisSeesTheDemandOfSessions() throws {
    let architecture = try #require(Self.read(Self.text(journey: Self.plain)).architecture)
    let prediction = try #require(Evaluator(BundledPlugins.all).predictions(architecture).first)
    let rates = prediction.operations.map { ($0.operation, $0.rate) }
    #expect(rates.map(\.0) == ["browse", "buy"])
    #expect(abs(rates[0].1 - 10) < 1e-9 && abs(rates[1].1 - 2) < 1e-9)
  }
}
