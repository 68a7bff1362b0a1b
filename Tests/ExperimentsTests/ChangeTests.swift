import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import PluginAPI
import Testing
import YAMLTree

@testable import ExerciseFiles

/// Values put into files by a path.
@Suite struct ChangeTests {
  static let file = """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        queue: 50
        work: 5ms
        calls: [hot, { call: db, timeout: 1s }, db]
      hot.v2: { kind: service, replicas: 2 }
      hot: { kind: cache, fronts: db, queue: { limit: 10, max_wait: 1s } }
      db: { kind: database, work: { mean: 5ms, cv: 2 } }
    workload:
      lasts: 1s
      operations:
        use: { arrivals: { process: poisson, rate: [{ at: 0s, rate: 10/s }, { at: 1s, rate: 20/s }] } }
    """

  /// A node as one line of text.
  static func text(_ node: YAMLNode?) -> String {
    guard let node else { return "nothing" }
    switch node.content {
    case .scalar(let scalar): return scalar.text
    case .sequence(let items): return "[" + items.map { text($0) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{ " + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + " }"
    }
  }

  static func changed(
    _ path: String, _ value: String?
  ) throws -> (root: YAMLNode?, problem: String?) {
    let written = FileChange.written(path, value: value ?? "x", file: "--vary")
    var change = try #require(written.change)
    if value == nil { change.action = .remove }
    let root = try #require(YAMLReader().read(bytes: Array(file.utf8), file: "a.yaml").root)
    let placer = ChangePlacer(vocabulary: BundledPlugins.all.vocabulary, change: change)
    let (placement, problem) = placer.placed(in: root)
    #expect((placement == nil) != (problem == nil))
    return (placement?.root, problem.map { "\($0.message); \($0.fix?.message ?? "")" })
  }

  /// What stands in a component's field after a change.
  static func field(_ component: String, _ key: String, _ path: String, _ value: String?) throws
    -> String
  {
    text(try changed(path, value).root?["components"]?[component]?[key])
  }

  @Test func aFieldIsReplacedOrAdded() throws {
    #expect(try Self.field("hot.v2", "replicas", "components.hot.v2.replicas", "3") == "3")
    #expect(try Self.field("web", "replicas", "components.web.replicas", "3") == "3")
    #expect(
      try Self.field("web", "scale", "components.web.scale.max", "9") == "{ max: 9 }")
    let root = try Self.changed("components.new", "{ kind: cache }").root
    #expect(Self.text(root?["components"]?["new"]) == "{ kind: cache }")
  }

  @Test func shortFormsAreWrittenOutWhereThePathGoesIntoThem() throws {
    #expect(
      try Self.field("web", "queue", "components.web.queue.max_wait", "2s")
        == "{ limit: 50, max_wait: 2s }")
    #expect(try Self.field("web", "work", "components.web.work.cv", "3") == "{ mean: 5ms, cv: 3 }")
    #expect(
      try Self.field("web", "calls", "components.web.calls[0].timeout", "2s")
        == "[{ call: hot, timeout: 2s }, { call: db, timeout: 1s }, db]")
  }

  @Test func aLoneValueLeavesTheRestOfTheLongForm() throws {
    #expect(
      try Self.field("hot", "queue", "components.hot.queue", "99")
        == "{ limit: 99, max_wait: 1s }")
    #expect(try Self.field("db", "work", "components.db.work", "7ms") == "{ mean: 7ms, cv: 2 }")
    #expect(
      try Self.field("db", "work", "components.db.work", "{ exact: 7ms }") == "{ exact: 7ms }")
  }

  @Test func itemsAreFoundByNumberTargetAndLink() throws {
    let first = "[hot, { call: db, timeout: 3s }, db]"
    let second = "[hot, { call: db, timeout: 1s }, { call: db, timeout: 3s }]"
    for (path, expected) in [
      ("calls[1].timeout", first), ("calls.1.timeout", first), ("calls[db].timeout", first),
      ("calls[web->db].timeout", first), ("calls[web->db#2].timeout", second),
      ("calls[2].timeout", second),
    ] {
      #expect(try Self.field("web", "calls", "components.web.\(path)", "3s") == expected, "\(path)")
    }
    #expect(
      try Self.field("web", "calls", "components.web.calls[3]", "hot")
        == "[hot, { call: db, timeout: 1s }, db, hot]")
  }

  @Test func pointsOfARateAreReached() throws {
    let root = try Self.changed("workload.operations.use.arrivals.rate[1].rate", "30/s").root
    let rate = root?["workload"]?["operations"]?["use"]?["arrivals"]?["rate"]
    #expect(Self.text(rate) == "[{ at: 0s, rate: 10/s }, { at: 1s, rate: 30/s }]")
  }

  @Test func whatIsTakenOutIsGone() throws {
    #expect(try Self.field("hot", "queue", "components.hot.queue.max_wait", nil) == "{ limit: 10 }")
    #expect(
      try Self.field("web", "calls", "components.web.calls[1]", nil) == "[hot, db]")
    #expect(try Self.field("web", "queue", "components.web.queue", nil) == "nothing")
    #expect(try Self.changed("components.web.scale", nil).problem?.contains("scale") ?? false)
  }

  @Test(arguments: [
    ("components.web.replcas", "write 'replicas'"), ("components.wbe.replicas", "write 'web'"),
    ("componets.web.replicas", "write 'components'"), ("components.web.calls[ht].timeout", "'hot'"),
    ("components.web.calls[9].timeout", "the last is [2]"),
    ("components.web.work.men", "write 'mean'"), ("workload.lasts.x", "one value"),
    ("components.web[0]", "no list"), ("workload.operations.use.arrivals.rate[7].rate", "points"),
    ("components.web.queue.limit.x.y", "one value"), ("components", ""),
  ])
  func aPathThatLeadsNowhereIsRefused(_ path: String, _ words: String) throws {
    let problem = try Self.changed(path, words.isEmpty ? nil : "1").problem
    if words.isEmpty { return #expect(problem == nil) }
    #expect(problem?.contains(words) ?? false, "\(problem ?? "nothing")")
  }

  @Test(arguments: ["", ".", "a.", ".a", "a..b", "a[", "a[]", "[0]", "a[0]b", "a.[0]", "a[0].[1]"])
  func whatIsNoPathIsRefused(_ text: String) { #expect(FilePath(text) == nil) }

  @Test func allRulesHoldForAChangedFile() throws {
    let written = FileChange.written("components.web.queue", value: "many", file: "--vary")
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
      bytes: Array(Self.file.utf8), file: "a.yaml", changes: [try #require(written.change)])
    #expect(reading.architecture == nil)
    let problem = try #require(reading.problems.first { $0.span?.file == "--vary" })
    #expect(problem.span?.start.column == 23)
  }

  @Test(arguments: ["1\nb: 2", "{", "*a", "!!int 1", "- 1", "\u{0}"])
  func aValueCannotReachBeyondItsPlace(_ value: String) {
    let (change, problems, _) = FileChange.written("a", value: value, file: "--vary")
    #expect(change == nil)
    #expect(!problems.isEmpty)
  }
}
