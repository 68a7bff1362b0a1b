import Foundation
import Testing

/// A broken or hostile file is refused in a few seconds with a code and a place, never by a crash.
@Suite struct BrokenInputTests {
  /// A file and what is said of it.
  struct Broken: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: Data
    var code: String
    var line: Int
    var column: Int
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ code: String, _ line: Int, _ column: Int) {
      self.init(name, Data(text.utf8), code, line, column)
    }

    init(_ name: String, _ bytes: Data, _ code: String, _ line: Int, _ column: Int) {
      (self.name, self.bytes, self.code, self.line, self.column) = (name, bytes, code, line, column)
    }
  }

  static let head = "format: arch/1\nentry: web\ncomponents:\n"
  static let base = head + "  web: { kind: service }\n"
  static let tail =
    "workload: { lasts: 1s, operations: { use: { arrivals: { process: regular, rate: 1/s } } } }\n"

  static func component(_ fields: String) -> String { base + "  db: { \(fields) }\n" }

  static let rows: [Broken] = [
    Broken("empty", "", "yaml.empty", 1, 1),
    Broken("only comments", "# a\n# b\n", "yaml.empty", 1, 1),
    Broken("only a byte order mark", "\u{FEFF}", "yaml.empty", 1, 1),
    Broken("truncated", head + "  web: { kind: service, calls: [", "yaml.syntax", 4, 33),
    Broken("a NUL", base + "  db: { kind: data\0base }\n", "yaml.control-character", 5, 19),
    Broken("all bytes", Data((0...255).map { UInt8($0) }), "yaml.control-character", 1, 1),
    Broken(
      "an image", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "yaml.invalid-utf8", 1, 1),
    Broken(
      "200000 brackets", "format: arch/1\nentry: " + String(repeating: "[", count: 200_000),
      "yaml.too-deep", 2, 71),
    Broken("200000 braces", String(repeating: "{", count: 200_000), "yaml.too-deep", 1, 65),
    Broken(
      "deep maps",
      (0..<500).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
      "yaml.too-deep", 65, 65),
    Broken(
      "a long text", base + "name: \"" + String(repeating: "x", count: 70_000) + "\"\n",
      "yaml.scalar-too-long", 5, 7),
    Broken("1e18 copies", component("kind: service, replicas: 1e18"), "arch.bad-value", 5, 34),
    Broken(
      "a huge number", component("kind: service, replicas: 1000000000000000000"),
      "arch.out-of-range", 5, 34),
    Broken(
      "a number beyond 64 bits", component("kind: service, replicas: 99999999999999999999999"),
      "arch.bad-value", 5, 34),
    Broken(
      "a billion shards", component("kind: database, sharding: { count: 1000000000 }"),
      "arch.out-of-range", 5, 35),
    Broken(
      "a billion partitions", component("kind: stream, partitions: 1000000000"),
      "arch.too-many-copies", 5, 35),
    Broken("293 years", component("kind: service, work: 293y"), "arch.bad-value", 5, 30),
    Broken("a negative duration", component("kind: service, work: -1s"), "arch.bad-value", 5, 30),
    Broken("a bare number", component("kind: service, work: 5"), "arch.bad-value", 5, 30),
    Broken("an unknown unit", component("kind: service, work: 5m"), "arch.bad-value", 5, 30),
    Broken("an unknown key", component("kind: service, replica: 2"), "arch.unknown-key", 5, 24),
    Broken("an unknown kind", component("kind: servce"), "arch.unknown-kind", 5, 15),
    Broken(
      "an unknown target", component("kind: service, calls: [wbe]"), "arch.unknown-component", 5, 32
    ),
    Broken("a key twice", base + "  web: { kind: cache }\n", "yaml.duplicate-key", 5, 3),
    Broken("an alias", head + "  web: &a { kind: service }\n  db: *a\n", "yaml.alias", 5, 7),
    Broken("a tag", head + "  web: { kind: !!str service }\n", "yaml.tag", 4, 16),
    Broken("two documents", base + "---\na: 1\n", "yaml.several-documents", 5, 1),
    Broken("a tab", head + "\tweb: { kind: service }\n", "yaml.tab", 4, 1),
    Broken(
      "a list for a map", "format: arch/1\nentry: web\ncomponents: [web]\n", "arch.wrong-type", 3,
      13),
    Broken(
      "no components", "format: arch/1\nentry: web\ncomponents: {}\n", "arch.no-components", 3, 13),
    Broken(
      "another format", "format: arch/9\nentry: web\ncomponents:\n  web: { kind: service }\n",
      "arch.bad-choice", 1, 9),
    Broken("a circle", component("kind: service, calls: [db]"), "arch.call-circle", 5, 32),
    Broken(
      "a store with copies", component("kind: database, replicas: 2"), "arch.field-not-for-kind", 5,
      25),
    Broken(
      "a run that lasts nothing", base + tail.replacingOccurrences(of: "1s", with: "0s"),
      "arch.out-of-range", 5, 20),
    Broken(
      "a fault without load", base + "faults: [{ crash: web, at: 1s }]\n",
      "arch.faults-without-load", 5, 10),
    Broken(
      "two faults in one", base + tail + "faults: [{ crash: web, slow: web, by: 2, at: 1s }]\n",
      "arch.fault-verb", 6, 10),
    Broken(
      "an escape in an id", base + "  \"a\\e[31m\": { kind: service }\n", "arch.bad-id", 5, 3),
    Broken(
      "an escape in a title", component("kind: service, title: \"x\\e[31m\""),
      "yaml.control-character", 5, 31),
  ]

  @Test(arguments: rows) func brokenFilesAreRefusedAtTheirPlace(_ row: Broken) async throws {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", row.bytes)
    let outcome = try await Tool.run(
      ["check", "design.arch.yaml", "--json", "-"], in: scratch, limit: 20)
    #expect(outcome.code == 2, outcome.summary)
    let found = outcome.json["problems"].items.map { problem in
      let place = problem["place"]
      return "\(problem["code"].text) \(Int(place["line"].number)):\(Int(place["column"].number))"
    }
    #expect(found.contains("\(row.code) \(row.line):\(row.column)"), "\(found.prefix(8))")
    #expect(found.count <= 50)
    let first = "design.arch.yaml:\(row.line):\(row.column): error[\(row.code)]: "
    #expect(outcome.complaint.contains(first), outcome.summary)
    #expect(!outcome.complaint.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }

  @Test func aFileThatIsTooLargeIsNotRead() async throws {
    let bytes = Data((Self.base + "#" + String(repeating: "x", count: 5 << 20)).utf8)
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", bytes)
    let named = try await Tool.run(["check", "design.arch.yaml"], in: scratch, limit: 20)
    #expect(named.code == 2, named.summary)
    #expect(named.complaint.contains("design.arch.yaml:1:1: error[yaml.too-large]"), named.summary)
    #expect(named.complaint.contains("4194304 bytes"), named.summary)
    let piped = try await Tool.run(["check", "-"], input: bytes, limit: 20)
    #expect(piped.code == 2, piped.summary)
  }

  @Test func everyLineEndingAndAByteOrderMarkAreRead() async throws {
    for text in [
      "\u{FEFF}" + Self.base, Self.base.replacingOccurrences(of: "\n", with: "\r\n"),
      component292,
    ] {
      let outcome = try await Tool.run("check", file: text, limit: 20)
      #expect(outcome.code == 0, outcome.summary)
    }
  }

  /// The longest duration that there is.
  private var component292: String { Self.component("kind: service, work: 292y") }

  @Test(arguments: [500, 501, 10_000])
  func manyComponentsInARowAreCheckedInSeconds(_ count: Int) async throws {
    let file =
      "format: arch/1\nentry: c0\ncomponents:\n"
      + (1..<count).map { "  c\($0 - 1): { kind: service, calls: [c\($0)] }\n" }.joined()
      + "  c\(count - 1): { kind: service }\n"
    let outcome = try await Tool.run("check", file: file, limit: 30)
    #expect(outcome.code == (count > 500 ? 2 : 0), outcome.summary)
    if count > 500 {
      #expect(outcome.complaint.contains("design.arch.yaml:4:3: error[arch.out-of-range]"))
    }
  }

  @Test func manyComponentsBesideEachOtherAreRefusedInSeconds() async throws {
    let wide =
      "format: arch/1\nentry: web\ncomponents:\n  web: { kind: service, calls: ["
      + (0..<9999).map { "c\($0)" }.joined(separator: ", ") + "] }\n"
      + (0..<9999).map { "  c\($0): { kind: service }\n" }.joined()
    let outcome = try await Tool.run("check", file: wide, limit: 30)
    #expect(outcome.code == 2, outcome.summary)
  }

  @Test func everyPrefixOfAFileIsReadOrRefused() async throws {
    let bytes = Data((Self.base + Self.tail).utf8)
    for length in stride(from: 0, through: bytes.count, by: 23) {
      let outcome = try await Tool.run(["check", "-"], input: bytes.prefix(length), limit: 20)
      #expect(outcome.code == 0 || outcome.code == 2, "\(length): \(outcome.summary)")
    }
  }
}

/// Names and texts from a file are data, also where they look like something else.
@Suite struct HostileNameTests {
  static let file = """
    format: arch/1
    name: "a\\u202Eb\\u2066 <script>alert(1)</script> & [x](y)"
    entry: web
    components:
      web: { kind: service, title: "\\u202E<b>web</b>" }
    workload: { lasts: 1s, operations: { use: { arrivals: { process: regular, rate: 9/s } } } }
    """

  @Test func textsThatTurnTheWritingRoundComeOutVisible() async throws {
    let outcome = try await Tool.run("simulate", file: Self.file)
    try #require(outcome.code == 0, outcome.summary)
    let isHidden = outcome.text.unicodeScalars.contains {
      ($0.value < 32 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
        || (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
    }
    #expect(!isHidden)
    #expect(outcome.text.contains("<script>"))
    let document = try await Tool.run("simulate", file: Self.file, ["--json", "-"])
    #expect(document.json["format"].text == "result/1")
    #expect(document.json["architecture"]["name"].text.contains("<script>"))
    #expect(!document.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }

  @Test func aFileNameWithControlCharactersIsShownHarmlessly() async throws {
    let scratch = try Scratch()
    let name = "a\u{1B}[31mb.yaml"
    try scratch.write(name, Data("format: arch/1\n".utf8))
    for path in [name, "nosuch\u{1B}[31m.yaml"] {
      let outcome = try await Tool.run(["check", path], in: scratch)
      #expect(outcome.code == 2 || outcome.code == 66, outcome.summary)
      #expect(!outcome.complaint.unicodeScalars.contains { $0 == "\u{1B}" }, outcome.summary)
    }
  }
}

/// A file may name other files below its own folder only.
@Suite struct NamedFileTests {
  static func design(_ file: String) -> String {
    """
    format: arch/1
    entry: web
    distributions: { slow: { file: \(file) } }
    components:
      web: { kind: service, work: { like: slow }, concurrency: none }
    workload: { lasts: 10s, operations: { use: { arrivals: { process: regular, rate: 100/s } } } }
    """
  }

  static func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("secret.csv", Data("7s\n".utf8))
    try scratch.write("inner/times.csv", Data("10ms\n20ms\n30ms\n".utf8))
    let link = scratch.url.appendingPathComponent("inner/link.csv").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "../secret.csv")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url.appendingPathComponent("inner/up").path, withDestinationPath: "..")
    return scratch
  }

  @Test(arguments: [
    ("../secret.csv", "file.outside-folder"), ("/etc/passwd", "file.outside-folder"),
    ("./../secret.csv", "file.outside-folder"), ("a/../../secret.csv", "file.outside-folder"),
    ("link.csv", "file.link"), ("up/secret.csv", "file.link"), ("nosuch.csv", "file.missing"),
  ])
  func nothingOutsideIsRead(_ path: String, _ code: String) async throws {
    let scratch = try Self.folder()
    try scratch.write("inner/design.arch.yaml", Data(Self.design(path).utf8))
    for command in ["check", "simulate"] {
      let outcome = try await Tool.run([command, "inner/design.arch.yaml"], in: scratch)
      #expect(outcome.code == 2, outcome.summary)
      #expect(outcome.complaint.contains("inner/design.arch.yaml:3:"), outcome.summary)
      #expect(outcome.complaint.contains("error[\(code)]"), outcome.summary)
      #expect(!outcome.complaint.contains("7s"))
      #expect(!outcome.complaint.contains("root:"))
    }
  }

  @Test func aFileBelowTheFolderIsRead() async throws {
    let scratch = try Self.folder()
    try scratch.write("inner/design.arch.yaml", Data(Self.design("times.csv").utf8))
    let outcome = try await Tool.run(
      ["simulate", "inner/design.arch.yaml", "--json", "-", "--no-timing"], in: scratch)
    try #require(outcome.code == 0, outcome.summary)
    let mean = outcome.json["scenarios"]["run"]["operations"]["use"]["latency"]["mean"]
    // Three values of equal weight: 20 ms.
    #expect(mean.covers(0.020, tolerance: 0.02), "\(mean)")
  }

  @Test func standardInputHasNoFolder() async throws {
    let outcome = try await Tool.run(["check", "-"], input: Data(Self.design("times.csv").utf8))
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("error[file.no-folder]"), outcome.summary)
  }
}
