import Foundation
import Testing

/// The page of proofs and the tests name each other.
@Suite struct ProofsPageTests {
  static let page = Shipped.text("Documentation/proofs.md")

  /// The tests of a Swift source as `Suite.test`.
  static func tests(_ source: String) -> [String] {
    var suite = ""
    var isTest = false
    var found: [String] = []
    for line in source.split(separator: "\n") {
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "@" }
      if words.first == "@Suite", let place = words.firstIndex(of: "struct") {
        suite = String(words[place + 1])
      }
      if words.first == "@Test" { isTest = true }
      if isTest, let place = words.firstIndex(of: "func") {
        found.append("\(suite).\(words[place + 1])")
        isTest = false
      }
    }
    return found
  }

  static let all: Set<String> = {
    let folder = "\(Shipped.root)/Tests/TheoryTests"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let sources =
      names.filter { $0.hasSuffix(".swift") && $0 != "ProofsPageTests.swift" }.map {
        "Tests/TheoryTests/\($0)"
      }
      + ["Tests/CommandTests/PlatformTests.swift"]
    return Set(sources.flatMap { tests(Shipped.text($0)) })
  }()

  /// What stands in the page as `Suite.test`.
  static let named: Set<String> = {
    let pieces = page.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return Set(pieces.filter { $0.contains("Tests.") && !$0.contains("/") })
  }()

  @Test func everyTestIsOnThePageAndTheOtherWayRound() {
    #expect(Self.all.count > 80)
    #expect(Self.all.subtracting(Self.named).sorted() == [], "not on Documentation/proofs.md")
    #expect(Self.named.subtracting(Self.all).sorted() == [], "on the page, but no test")
  }

  @Test func testsAreFoundInASource() {
    let source = """
      @Suite struct A {
        @Test func one() {}
        func none() {}
        @Test(arguments: [1])
        func two(_ x: Int) {}
      }
      """
    #expect(Self.tests(source) == ["A.one", "A.two"])
  }
}
