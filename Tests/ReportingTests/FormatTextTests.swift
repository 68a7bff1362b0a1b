import Testing

@testable import Reporting

/// Foreign text in documents for other programs.
@Suite struct FormatTextTests {
  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u{FF1D}1", "\u{FF20}a",
  ])
  func aCellNeverBeginsAFormula(_ text: String) {
    let cell = CSVText.row([.text(text)])
    #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"), "\(cell)")
  }

  @Test func cellsAreQuotedAndNumbersAreNeverChanged() {
    #expect(
      CSVText.row([.text("a,b"), .text("say \"x\""), .text("a\r\nb"), .text("a-b"), .text("")])
        == "\"a,b\",\"say \"\"x\"\"\",\"a\r\nb\",a-b,\n")
    #expect(
      CSVText.row([.number(-1.5), .number(3), .number(.nan), .number(.infinity), .number(1e300)])
        == "-1.5,3,,,1e+300\n")
  }

  @Test func markupHoldsAnyText() {
    let nasty = "<a href=\"x\">&amp;\u{0}\u{1B}[2J\u{FFFF}\u{8}]]>\r\n\t🙂"
    let text = MarkupElement("a", [("b", nasty)], text: nasty).document
    let escaped = "&lt;a href="
    #expect(text.contains("<a b=\"\(escaped)&quot;x&quot;&gt;&amp;amp;\u{FFFD}\u{FFFD}[2J\u{FFFD}"))
    #expect(text.contains("]]&gt;&#13;&#10;&#9;🙂\">"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
  }

  @Test func nothingInASummaryIsMarkupOrCallsAnybody() {
    let nasty = "![x](http://evil) <img src=x> @octocat `code` #1 *b* |\n# title"
    let shown = MarkdownText.escaped(nasty)
    #expect(!shown.contains("![") && !shown.contains("@octocat") && !shown.contains("\n"))
    #expect(shown.contains("\\!\\[x\\]") && shown.contains("\\<img") && shown.contains("\\|"))
    #expect(MarkdownText.code("a`b") == "`` a`b ``")
    #expect(MarkdownText.code("a``b|c") == "``` a``b\u{A6}c ```")
  }

  @Test func fileNamesAreAddresses() {
    #expect(FileAddress.uri("a b/é#?.yaml") == "a%20b/%C3%A9%23%3F.yaml")
    #expect(FileAddress.uri("./a.yaml") == "a.yaml")
    #expect(FileAddress.uri("/tmp/x:y") == "file:///tmp/x%3Ay")
    #expect(FileAddress.uri("<stdin>") == "%3Cstdin%3E")
  }
}
