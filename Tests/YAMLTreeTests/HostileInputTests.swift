import Diagnostics
import Testing
import YAMLTree

@Suite struct HostileInputTests {
  func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test func everyLimitNamesItselfAndItsValue() {
    let small = YAMLLimits(bytes: 40, depth: 2, nodes: 6, scalarBytes: 5)
    let found = ["a: " + repeated("b", 60), "[[[a]]]", "[1, 2, 3, 4, 5, 6]", "[toolong, b]"].map {
      read($0, limits: small).diagnostics
    }
    #expect(
      found.map { $0.map(places) } == [
        ["1:1 yaml.too-large"], ["1:3 yaml.too-deep"], ["1:17 yaml.too-many-nodes"],
        ["1:2 yaml.scalar-too-long"],
      ])
    for (diagnostics, value) in zip(found, ["40 bytes", "2 levels", "6 nodes", "5 bytes"]) {
      #expect(diagnostics.first?.message.contains("limit") == true)
      #expect(diagnostics.first?.message.contains(value) == true)
    }
    #expect(codes("[[a]]", limits: small).isEmpty)
    #expect(codes("[1, 2, 3, 4, 5]", limits: small).isEmpty)
  }

  @Test func deepNestingEndsAtTheFirstEventOverTheLimit() {
    #expect(codes(repeated("[", 200_000)) == ["1:65 yaml.too-deep"])
    #expect(codes(repeated("[\n", 64_000)) == ["65:1 yaml.too-deep"])
    #expect(codes(repeated("{a: ", 64_000)) == ["1:257 yaml.too-deep"])
    #expect(codes(repeated("- ", 64_000)) == ["1:129 yaml.too-deep"])
    #expect(codes(repeated("[", 64) + repeated("]", 64)).isEmpty)
    let deepest = read(repeated("[", 600), limits: YAMLLimits(depth: .max)).diagnostics
    #expect(deepest.map(places) == ["1:513 yaml.too-deep"])
  }

  @Test func largeAndOddFilesSurvive() {
    #expect(codes(repeated("a", 10 * 1_024 * 1_024)) == ["1:1 yaml.too-large"])
    #expect(codes(repeated("a", 100_000)) == ["1:1 yaml.scalar-too-long"])
    #expect(codes(repeated("-", 1_000)).isEmpty)
    #expect(read(repeated("-\n", 1_000)).root?.items?.count == 1_000)
    #expect(codes(repeated("---\n", 1_000)) == ["2:1 yaml.several-documents"])
    let junk = YAMLReader().read(
      bytes: (0..<4_096).map { UInt8(truncatingIfNeeded: $0) }, file: "f")
    #expect(junk.root == nil && junk.diagnostics.last?.code == "yaml.invalid-utf8")
    let zeros = YAMLReader().read(bytes: [UInt8](repeating: 0, count: 1_000), file: "f")
    #expect(zeros.diagnostics.count == 51)
  }

  @Test func endlessProblemsEndTheReading() {
    let found = read(repeated("a: 1\n", 5_000)).diagnostics
    #expect(found.last?.code == "yaml.too-many-problems" && found.count == 1_001)
  }

  @Test(arguments: 0..<300)
  func mutatedFilesNeverCrashAndPlacesLieInside(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func draw(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let spice: [UInt8] = Array("[]{}:,-?&*!|>'\"%@`#\t\n\r \u{0}~<\u{2028}\u{FEFF}é".utf8) + [0xFF]
    var bytes = Array(HostileInputTests.sample.utf8)
    for _ in 0...draw(6) {
      let place = draw(bytes.count + 1)
      switch draw(4) {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes.insert(spice[draw(spice.count)], at: place)
      case 2 where place < bytes.count: bytes[place] = spice[draw(spice.count)]
      default: bytes.insert(contentsOf: bytes.prefix(draw(40)), at: place)
      }
      if bytes.isEmpty { bytes = [0x61] }
    }
    let reading = YAMLReader().read(bytes: bytes, file: "f")
    let text = SourceText(name: "f", text: String(decoding: bytes, as: UTF8.self))
    var sources = SourceCatalog()
    sources.add(text)
    for diagnostic in reading.diagnostics {
      for span in [diagnostic.span].compactMap(\.self) + diagnostic.notes.compactMap(\.span) {
        expect(span, liesIn: text)
      }
    }
    #expect(reading.root != nil || !reading.diagnostics.isEmpty)
    if let root = reading.root { expectNested(root, text) }
    _ = DiagnosticRenderer(sources: sources).render(reading.diagnostics)
    _ = YAMLReader.comments(in: bytes)
  }

  private func expect(_ span: SourceSpan, liesIn text: SourceText) {
    #expect(span.start <= span.end)
    for position in [span.start, span.end] {
      let line = text.line(position.line)
      #expect(line != nil && position.line >= 1 && position.column >= 1)
      #expect(position.column <= (line?.unicodeScalars.count ?? 0) + 1)
    }
  }

  private func expectNested(_ node: YAMLNode, _ text: SourceText) {
    expect(node.span, liesIn: text)
    for child in (node.items ?? []) + (node.entries ?? []).map(\.value) {
      #expect(node.span.start <= child.span.start && child.span.end <= node.span.end)
      expectNested(child, text)
    }
  }

  static let sample = """
    # a shop
    format: arch/1
    entry: { '*': web }
    components:
      web: { kind: service, calls: [orders, "db"], timeout: 200ms }   # expect: x
      orders:
        kind: queue
        note: |
          several
            lines

        goals: >-
          folded
          text
      db:
      - plain text
        over lines
      - - nested
        - 'it''s'
      -
    last: "esc\\n\\u00e9 漢字"

    """
}
