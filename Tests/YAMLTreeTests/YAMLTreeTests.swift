import Diagnostics
import Testing
import YAMLTree

func read(_ text: String, limits: YAMLLimits = .init()) -> YAMLReading {
  YAMLReader(limits: limits).read(bytes: Array(text.utf8), file: "f.yaml")
}

func codes(_ text: String, limits: YAMLLimits = .init()) -> [String] {
  read(text, limits: limits).diagnostics.map(places)
}

func places(_ diagnostic: Diagnostic) -> String {
  let start = diagnostic.span?.start
  return "\(start?.line ?? 0):\(start?.column ?? 0) \(diagnostic.code)"
}

func extent(_ span: SourceSpan?) -> String {
  guard let span else { return "none" }
  return "\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)"
}

@Suite struct TreeTests {
  @Test func listsMapsAndTextsAreReadWithTheirOrder() throws {
    let reading = read("b: [1, 'two', ~]\na:\n  c: NO\n")
    let root = try #require(reading.root)
    #expect(reading.diagnostics.isEmpty)
    #expect(root.entries?.map(\.key) == ["b", "a"])
    #expect(root["b"]?.items?.map(\.scalarText) == ["1", "two", "~"])
    #expect(root["a"]?["c"]?.scalarText == "NO")
    #expect(root["b"]?.items?[1].content == .scalar(YAMLScalar(text: "two", isPlain: false)))
    let kinds = [root, root["b"], root["b"]?.items?[0], root["b"]?.items?[2]].map { $0?.kindName }
    #expect(kinds == ["a map", "a list", "text", "nothing"])
  }

  @Test func onlyPlainNothingIsNull() {
    let root = read("[~, null, '~', '', none]").root
    #expect(root?.items?.map(\.isNull) == [true, true, false, false, false])
    #expect(read("a:\n").root?["a"]?.isNull == true)
  }

  @Test func spansCoverKeysAndValues() {
    let root = read("web: { kind: 'a b', n: [1, 2] }\n").root
    #expect(extent(root?.entries?[0].keySpan) == "1:1-1:4")
    #expect(extent(root?["web"]?.span) == "1:6-1:32")
    #expect(extent(root?["web"]?["kind"]?.span) == "1:14-1:19")
    #expect(extent(root?["web"]?["n"]?.span) == "1:24-1:30")
  }

  @Test func blockMapsAndListsEndWithTheirLastChild() {
    let root = read("a:\n  b: x\n\n# c\nd:\n- 1\n- two\n\ne: f\n").root
    #expect(extent(root?["a"]?.span) == "2:3-2:7")
    #expect(extent(root?["d"]?.span) == "6:1-7:6")
    #expect(extent(root?.span) == "1:1-9:5")
  }

  @Test func blockScalarsEndWithTheirLastLine() {
    let root = read("a: |\n  one\n  two\n\n\nb: >-\n  x\n  y\n# c\nc: 1\n").root
    #expect(extent(root?["a"]?.span) == "1:4-3:6")
    #expect(root?["a"]?.scalarText == "one\ntwo\n")
    #expect(extent(root?["b"]?.span) == "6:4-8:4")
    #expect(extent(read("a: |\n\n\n").root?["a"]?.span) == "1:4-1:5")
  }

  @Test func valuesLeftOutHaveAnEmptySpanAfterTheColon() {
    let root = read("a:\n\n# c\nb:\n  - \n  - x\n? q\n# d\nc: 1\n").root
    #expect(extent(root?["a"]?.span) == "1:3-1:3")
    #expect(extent(root?["b"]?.items?[0].span) == "5:4-5:4")
    #expect(extent(root?["q"]?.span) == "7:4-7:4")
  }

  @Test func columnsCountCodePointsAndLinesAreThoseOfEditors() {
    let root = read("\u{FEFF}é漢: x\r\nb: 'u\u{2028}v\u{85}w' \rc: 😀 \n").root
    #expect(root?.entries?.map { extent($0.keySpan) } == ["1:1-1:3", "2:1-2:2", "3:1-3:2"])
    #expect(root?.entries?.map { extent($0.value.span) } == ["1:5-1:6", "2:4-2:11", "3:4-3:5"])
  }
}

@Suite struct SubsetTests {
  @Test(arguments: [
    ("a: &x 1\nb: *x\n", ["1:4 yaml.alias", "2:4 yaml.alias"]),
    ("entry: { *: web }\n", ["1:10 yaml.alias"]),
    ("a: !!str 1\nb: !t [c]\n", ["1:4 yaml.tag", "2:4 yaml.tag"]),
    ("a: !<t> &y 1\n", ["1:4 yaml.tag", "1:9 yaml.alias"]),
    ("%TAG ! !foo\n---\na: 1\n", ["1:1 yaml.tag"]),
    ("a: 1\n---\nb: 2\n", ["2:1 yaml.several-documents"]),
    ("---\n---\n---\n", ["2:1 yaml.several-documents"]),
    ("", ["1:1 yaml.empty"]), ("# only this\n", ["1:1 yaml.empty"]), ("---\n", ["1:1 yaml.empty"]),
    ("? [a]\n: b\nc: 1\n", ["1:3 yaml.key-not-text"]),
    ("[a]: b\n", ["1:1 yaml.key-not-text"]), ("?\n: x\n", ["1:2 yaml.key-not-text"]),
    ("a: 1\n<<: { b: 2 }\n", ["2:1 yaml.merge-key"]),
    ("a: 1\na: 2\nb: 1\n'a': 3\n", ["2:1 yaml.duplicate-key", "4:1 yaml.duplicate-key"]),
    ("a:\n\tb: 1\n", ["2:1 yaml.tab"]),
    ("a: {\n \tb: 1,\n\tc: 2}\n", ["2:2 yaml.tab", "3:1 yaml.tab"]),
    ("a: x\n\ty\n", ["2:1 yaml.tab"]), ("a: |\n  x\n\ty\n", ["3:1 yaml.tab"]),
    ("-\ta\n", ["1:2 yaml.tab"]), ("a:\tb\n", []),
    ("a: \u{0}\nb: \u{1B}[m\n", ["1:4 yaml.control-character", "2:4 yaml.control-character"]),
    ("a: \u{FEFF}\n", ["1:4 yaml.control-character"]),
    ("\u{FEFF}\u{FEFF}a: 1\n", ["1:1 yaml.control-character"]),
    ("a: \"\\e[m\"\n", ["1:4 yaml.control-character"]),
  ])
  func whatTheSubsetRefusesIsReportedAtItsPlace(text: String, wanted: [String]) {
    #expect(codes(text) == wanted)
  }

  @Test func duplicatesPointToTheFirst() {
    let found = read("a: 1\nb: 2\n'a': 3\n").diagnostics
    #expect(found.first?.notes.map { extent($0.span) } == ["1:1-1:2"])
  }

  @Test func tabsAreMendedWithSpaces() {
    let edits = read("a:\n \tb: 1\n").diagnostics.first?.fix?.edits
    #expect(edits?.map(\.replacement) == ["   "] && extent(edits?.first?.span) == "2:1-2:3")
    #expect(read("a:\n\tb: 1\n").diagnostics.first?.message.contains("indent with spaces") == true)
  }

  @Test func invalidBytesAreRefusedAtTheirPlace() {
    let reader = YAMLReader()
    let broken = reader.read(bytes: Array("a: 1\né: ".utf8) + [0xC3], file: "f")
    #expect(broken.diagnostics.map(places) == ["2:4 yaml.invalid-utf8"])
    let surrogate = reader.read(bytes: [0x61, 0xED, 0xA0, 0x80, 0x62], file: "f")
    #expect(surrogate.diagnostics.map(places) == ["1:2 yaml.invalid-utf8"])
    #expect(surrogate.diagnostics.first?.message.contains("0xED") == true)
  }

  @Test(arguments: [
    [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x3A, 0x00],
    [0x00, 0x61, 0x00, 0x3A],
  ])
  func utf16IsRefusedInWords(bytes: [UInt8]) {
    let found = YAMLReader().read(bytes: bytes, file: "f").diagnostics
    #expect(found.map(\.code) == ["yaml.invalid-utf8"])
    #expect(found.first?.message.contains("UTF-16") == true)
  }
}

@Suite struct SyntaxTests {
  @Test(arguments: [
    ("a: b: c\n", "1:5", "no key can stand before this ':'"),
    ("a:\n  b: 1\n c: 2\n", "3:2", "this does not continue the map above it"),
    ("- a\nb: c\n", "2:1", "this does not continue the list above it"),
    ("a: 1\nfoo\nb: 2\n", "2:1", "a key with ':' is expected"),
    ("a: 'b\nc: d\n", "1:4", "single quote opened here is never closed"),
    ("a: \"b\n---\n", "1:4", "double quote opened here is never closed"),
    ("a: [1,\n  2\n", "2:4", "a list in [ ] needs"), ("a: {b: c]\n", "1:9", "a map in { } needs"),
    ("a: - b\n", "1:4", "a list item cannot begin here"),
    ("a: @b\n", "1:4", "cannot begin with '@'"), ("a: [b, , c]\n", "1:8", "a value is missing"),
    ("a: \"\\q\"\n", "1:5", "begins no escape"), ("a: > x\n", "1:6", "only a comment may follow"),
  ])
  func syntaxErrorsAreSaidInWords(text: String, place: String, words: String) {
    let reading = read(text)
    #expect(reading.root == nil)
    #expect(reading.diagnostics.map(places) == [place + " yaml.syntax"])
    #expect(reading.diagnostics.first?.message.contains(words) == true)
  }

  @Test func anUnclosedListSaysWhereItOpened() {
    let note = read("a: [1,\n  2\nb: 3\n").diagnostics.first?.notes.first
    #expect(note?.message == "the list opened here is not closed")
    #expect(extent(note?.span) == "1:4-1:5")
  }

  @Test func aColonWithoutASpaceOnTheLineAboveIsNoted() {
    let notes = read("name:web\nb: 1\n").diagnostics.first?.notes
    #expect(notes?.map(\.message) == ["a space is missing after ':'"])
    #expect(extent(notes?.first?.span) == "1:5-1:6")
    #expect(read("a: b: c\n").diagnostics.first?.notes.isEmpty == true)
  }

  @Test func problemsBeforeASyntaxErrorAreReportedWithIt() {
    #expect(
      codes("a: &x 1\na: 2\nb: c: d\n") == [
        "1:4 yaml.alias", "2:1 yaml.duplicate-key", "3:5 yaml.syntax",
      ])
  }
}
