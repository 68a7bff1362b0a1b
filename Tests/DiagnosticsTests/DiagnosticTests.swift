import Diagnostics
import Testing

func span(_ line: Int, _ from: Int, _ to: Int, file: String = "a.yaml") -> SourceSpan {
  SourceSpan(
    file: file, start: SourcePosition(line: line, column: from),
    end: SourcePosition(line: line, column: to))
}

func problem(_ code: String, _ span: SourceSpan?, _ severity: DiagnosticSeverity = .error)
  -> Diagnostic
{
  Diagnostic(code: code, severity: severity, message: "m", span: span)
}

@Suite struct DiagnosticBagTests {
  @Test func diagnosticsAreSortedByFileLineColumnAndCode() {
    var bag = DiagnosticBag()
    let wanted = [
      problem("z", nil), problem("c", span(1, 2, 3)), problem("a", span(1, 10, 11)),
      problem("b", span(1, 10, 11)), problem("a", span(2, 1, 2)),
      problem("a", span(1, 1, 1, file: "b.yaml")),
    ]
    bag.add(contentsOf: wanted.reversed())
    #expect(bag.all == wanted)
  }

  @Test func equalDiagnosticsAreKeptOnce() {
    var bag = DiagnosticBag()
    bag.add(problem("a", span(1, 1, 2)))
    bag.add(problem("a", span(1, 1, 2)))
    bag.add(problem("a", span(1, 1, 2), .warning))
    #expect(bag.all.map(\.severity) == [.error, .warning])
  }

  @Test func warningsAreNoErrors() {
    var bag = DiagnosticBag()
    #expect(bag.isEmpty)
    bag.add(problem("a", nil, .warning))
    #expect(!bag.isEmpty && !bag.hasErrors && bag.errorCount == 0)
    bag.add(problem("a", nil))
    #expect(bag.hasErrors && bag.errorCount == 1)
    #expect(DiagnosticSeverity.warning < .error)
  }
}

@Suite struct SourceTextTests {
  @Test func linesEndAtLineFeedReturnAndBoth() {
    let text = SourceText(name: "a", text: "\u{FEFF}one\r\ntwo\rthree\n\u{2028}four\u{85}")
    #expect(text.line(1) == "one")
    #expect(text.line(2) == "two")
    #expect(text.line(3) == "three")
    #expect(text.line(4) == "\u{2028}four\u{85}")
    #expect(text.line(0) == nil && text.line(5) == nil)
    #expect(text.lineCount == 4)
  }

  @Test func anEmptyTextHasOneEmptyLine() {
    #expect(SourceText(name: "a", text: "").line(1) == "")
    #expect(SourceText(name: "a", text: "x\n").line(2) == "")
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("ordrs", "orders"), ("databse", "database"), ("sevrice", "service"), ("WEB", "web"),
    ("cach", "cache"),
  ])
  func slipsAreForgiven(word: String, wanted: String) {
    let names = ["orders", "database", "service", "web", "cache"]
    #expect(NearestName.nearest(to: word, among: names) == wanted)
  }

  @Test func nothingCloseGivesNil() {
    #expect(NearestName.nearest(to: "queue", among: ["database", "web"]) == nil)
    #expect(NearestName.nearest(to: "db", among: ["dc"]) == nil)
    #expect(NearestName.nearest(to: "", among: ["a"]) == nil)
    #expect(NearestName.nearest(to: "a", among: []) == nil)
    let long = String(repeating: "a", count: 65)
    #expect(NearestName.nearest(to: long, among: [long]) == nil)
  }

  @Test func tiesGoToTheRightCaseThenToTheFirst() {
    #expect(NearestName.nearest(to: "webs", among: ["weba", "webb"]) == "weba")
    #expect(NearestName.nearest(to: "Web", among: ["web", "Web"]) == "Web")
  }
}
