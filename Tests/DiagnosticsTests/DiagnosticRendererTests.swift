import Diagnostics
import Testing

@Suite struct DiagnosticRendererTests {
  func render(
    _ text: String, _ place: SourceSpan, message: String = "m", notes: [DiagnosticNote] = [],
    fix: FixIt? = nil, colour: Bool = false
  ) -> [String] {
    var sources = SourceCatalog()
    sources.add(SourceText(name: "a.yaml", text: text))
    let diagnostic = Diagnostic(
      code: "arch.x", severity: .error, message: message, span: place, notes: notes, fix: fix)
    return DiagnosticRenderer(sources: sources, colour: colour).render(diagnostic)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func theWholeFormIsAsDocumented() {
    let text = String(repeating: "\n", count: 13) + "    calls: [ordrs]\n"
    let shown = render(
      text, span(14, 13, 18), message: "'web' calls 'ordrs', which is not a component",
      notes: [
        DiagnosticNote(message: "components are declared at line 5"),
        DiagnosticNote(message: "'orders' is declared", span: span(8, 3, 9)),
        DiagnosticNote(message: "'orders' is used", span: span(2, 1, 2, file: "b.yaml")),
      ],
      fix: FixIt(message: "write 'orders'", edits: []))
    #expect(
      shown.joined(separator: "\n") == """
        a.yaml:14:13: error[arch.x]: 'web' calls 'ordrs', which is not a component
          14 |     calls: [ordrs]
             |             ^~~~~
          note: components are declared at line 5
          note: 'orders' is declared at 8:3
          note: 'orders' is used at b.yaml:2:1
          fix: write 'orders'
          explain: windtunnel explain arch.x
        """)
  }

  @Test func emptySpansAndSpansBeyondTheLineHaveOneCaret() {
    #expect(render("key:", span(1, 5, 5))[2] == "     |     ^")
    #expect(render("key:", span(1, 90, 99))[2] == "     |     ^")
  }

  @Test func spansOverSeveralLinesAreUnderlinedOnTheFirst() {
    var place = span(1, 2, 3)
    place.end = SourcePosition(line: 3, column: 1)
    #expect(render("abcd\ne\nf", place)[2] == "     |  ^~~")
  }

  @Test func tabsAreOneSpaceAndWideCharactersTwoColumns() {
    let tabbed = render("\ta", span(1, 2, 3))
    #expect(tabbed[1] == "   1 |  a" && tabbed[2] == "     |  ^")
    #expect(render("漢字: 値段x", span(1, 5, 7))[2] == "     |       ^~~~")
    #expect(render("e\u{301}x", span(1, 3, 4))[2] == "     |  ^")
  }

  @Test func controlCharactersAndDirectionMarksAreWrittenOut() {
    let shown = render(
      "a\u{1B}[31m\u{202E}b\u{9B}c\u{0}\u{7F}", span(1, 8, 9), message: "bad '\u{1B}]0;\u{7}'\nx")
    #expect(shown[0].hasSuffix("bad '␛]0;␇'␊x"))
    #expect(shown[1] == "   1 | a␛[31m\\u{202e}b\\u{9b}c␀␡")
    #expect(shown[2] == "     | " + String(repeating: " ", count: 14) + "^")
  }

  @Test func veryLongLinesAreCutAroundTheSpan() {
    let text = String(repeating: "a", count: 500) + "BAD" + String(repeating: "c", count: 500)
    let shown = render(text, span(1, 501, 504))
    #expect(shown[1].count == 7 + 160)
    #expect(shown[1].hasPrefix("   1 | …a") && shown[1].hasSuffix("c…"))
    let column = shown[2].prefix { $0 != "^" }.count
    #expect(shown[1].dropFirst(column).hasPrefix("BAD") && shown[2].hasSuffix(" ^~~"))
    let end = render(text, span(1, 1_004, 1_004))
    #expect(end[2].count == end[1].count + 1 && end[1].count <= 7 + 160)
  }

  @Test func unknownFilesHaveNoExcerpt() {
    #expect(render("x", span(1, 1, 2, file: "other.yaml")).count == 2)
    #expect(render("x", span(7, 1, 2)).count == 2)
  }

  @Test func colourIsAddedOnlyOnDemand() {
    #expect(render("x", span(1, 1, 2), colour: true)[0].contains("\u{1B}[1;31merror[arch.x]"))
    #expect(!render("x", span(1, 1, 2)).joined().contains("\u{1B}"))
  }

  @Test func listsAreCappedAndSummedUp() {
    let many = (1...5).map { problem("e", span($0, 1, 2)) } + [problem("w", nil, .warning)]
    let renderer = DiagnosticRenderer(sources: SourceCatalog(), limit: 2)
    let shown = renderer.render(many)
    #expect(shown.hasSuffix("\n\n… and 4 more problems\n5 errors, 1 warning"))
    #expect(shown.hasPrefix("a.yaml:1:1: error[e]: m\n") && !shown.contains("a.yaml:3"))
    #expect(
      renderer.render([problem("w", nil, .warning)])
        == "warning[w]: m\n  explain: windtunnel explain w\n\n1 warning")
    #expect(renderer.render([]).isEmpty)
  }
}
