import Testing

@testable import Reporting

struct TextPartsTests {
  @Test func barsShowTracesAndNeverRoundUpToFull() {
    #expect(Bars.bar(0, width: 4, unicode: true) == "░░░░")
    #expect(Bars.bar(0.001, width: 4, unicode: true) == "▏░░░")
    #expect(Bars.bar(0.5, width: 4, unicode: true) == "██░░")
    #expect(Bars.bar(0.999, width: 4, unicode: true) == "███▉")
    #expect(Bars.bar(1, width: 4, unicode: true) == "████")
    #expect(Bars.bar(7, width: 4, unicode: false) == "[####]")
    #expect(Bars.bar(0.99, width: 4, unicode: false) == "[###.]")
    #expect(Bars.bar(.nan, width: 4, unicode: false) == "[....]")
    #expect(Bars.bar(-1, width: 2, unicode: false) == "[..]")
  }

  @Test func sparklinesShowZeroAsASpace() {
    #expect(Sparkline.line([0, 1, 4, 8], top: 8, unicode: true) == " ▁▄█")
    #expect(Sparkline.line([0, 1, 4, 8], top: 8, unicode: false) == " _~#")
    #expect(Sparkline.line([.nan, .infinity, 1], top: 0, unicode: true) == "   ")
    #expect(Sparkline.resampled([1, 3, 5, 7, 9], to: 2) == [2, 7])
    #expect(Sparkline.resampled([1], to: 5) == [1])
  }

  @Test func tablesAlignByTerminalColumns() {
    var table = Table([.init("name", most: 8), .init("n", right: true)])
    table.add(["web", "1"])
    table.add(["日本", "23"])
    table.add(["a very long name", "4"])
    #expect(
      table.lines(style: .plain) == [
        "  name       n", "  web        1", "  日本      23", "  a ver...   4",
      ])
    #expect(Table([.init("x")]).lines(style: .plain) == [])
  }

  @Test func textIsWrappedAtWordsAndLongWordsAreCut() {
    #expect(SafeText.wrapped("one two three four", to: 9) == ["one two", "three", "four"])
    #expect(SafeText.wrapped("abcdefghijkl mn", to: 8) == ["abcdefgh", "ijkl mn"])
    #expect(SafeText.wrapped("", to: 8) == [])
  }

  @Test(arguments: [
    ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\u{202E}b", "a\\u{202e}b"), ("a\nb\tc", "a b c"),
    ("a\u{0}b", "a\\u{0}b"), ("<script>", "<script>"), ("é日", "é日"), ("\u{9B}2J", "\\u{9b}2J"),
  ])
  func foreignTextCannotSteerTheTerminal(_ text: String, _ shown: String) {
    #expect(SafeText.line(text) == shown)
  }

  @Test func pointsHaveNoNeedlessDigits() {
    #expect(Figures.points(31.5) == "31.5")
    #expect(Figures.points(12) == "12")
    #expect(Figures.points(0.05) == "0.05")
    #expect(Figures.points(-1.25) == "-1.25")
    #expect(Figures.points(.infinity) == "?")
  }

  @Test func countsAreShort() {
    #expect(Figures.count(4_180_000) == "4.18 M")
    #expect(Figures.count(820.4) == "820")
    #expect(Figures.count(14.84) == "14.8")
    #expect(Figures.count(0.0312) == "0.031")
    #expect(Figures.count(.infinity) == "unlimited")
  }

  @Test func fileNamesAreQuotedForAShell() {
    #expect(ShellWord.quoted("a/b.yaml") == "a/b.yaml")
    #expect(ShellWord.quoted("my design.yaml") == "'my design.yaml'")
    #expect(ShellWord.quoted("a'b;rm") == "'a'\\''b;rm'")
  }
}
