import Testing
import YAMLTree

@Suite struct CommentTests {
  func comments(_ text: String) -> [String] {
    YAMLReader.comments(in: text).map { "\($0.line) \($0.text)" }
  }

  @Test func commentsAreFoundBetweenTokens() {
    #expect(
      comments("# top\na: 1   # expect: x.y\nb: [1, # in list\n  2]\n\n   #last")
        == ["1 top", "2 expect: x.y", "3 in list", "6 last"])
  }

  @Test func hashesInTextsAreNoComments() {
    #expect(
      comments("a: 'x # y'\nb: \"# z\"\nc: p#q\nd: it's # yes\n'e # f': \"m\n  # n\"\n") == [
        "4 yes"
      ])
  }

  @Test func blockScalarsHoldNoCommentsButTheirFirstLineMay() {
    #expect(
      comments("a: | # head\n  x # no\n  # no\n# after\nb: >-\n  # no\nc: 1 # end\n")
        == ["1 head", "4 after", "7 end"])
  }

  @Test func commentsAreFoundAfterASyntaxError() {
    #expect(comments("a: b: c # one\nd: 'x # y' # two\n") == ["1 one", "2 two"])
    #expect(comments(String(repeating: "[", count: 100_000) + " # deep\n") == ["1 deep"])
  }

  @Test func bytesThatAreNoTextHaveNoComments() {
    #expect(YAMLReader.comments(in: [0x23, 0xFF] as [UInt8]).isEmpty)
    #expect(YAMLReader.comments(in: Array("# a".utf8)) == [YAMLComment(line: 1, text: "a")])
  }
}
