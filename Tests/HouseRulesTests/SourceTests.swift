import Foundation
import Testing

/// Words and sizes of the sources.
@Suite struct SourceTests {
  /// What stands in no source of the product.
  static let never = [
    "try!", "as!", "fatalError", "@unchecked Sendable", "nonisolated(unsafe)", "TODO", "FIXME",
  ]

  /// What only executables do, as calls of a function that is no member of anything.
  static var loud: Regex<Substring> { /(?:^|[^.\w])(?:print|debugPrint|exit|abort|puts|fputs)\(/ }

  /// The files that talk to the world.
  static let mayBeLoud = [
    "Sources/windtunnel/Console.swift", "Sources/windtunnel-bench/main.swift",
  ]

  static var files: [(path: String, text: String)] {
    LayeringTests.allowed.keys.sorted().flatMap { folder in
      LayeringTests.sources(folder).map { ("\(folder)/\($0.name)", $0.text) }
    }
  }

  /// The words of a text that are never used.
  static func forbidden(_ text: String) -> [String] {
    never.filter { word in
      text.ranges(of: word).contains { range in
        let isWordBefore =
          range.lowerBound > text.startIndex
          && text[text.index(before: range.lowerBound)].isLetter
        return !isWordBefore
      }
    }
  }

  /// The lines that print or end the process; declarations of such functions are none.
  static func loudLines(_ text: String) -> [Int] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let code = $1.drop { $0 == " " }
      guard !code.hasPrefix("//"), !code.contains("func "), code.contains(loud) else { return nil }
      return $0 + 1
    }
  }

  @Test func nothingForcesItsLuck() {
    for (path, text) in Self.files {
      #expect(Self.forbidden(text) == [], "\(path)")
    }
  }

  @Test func onlyTheConsolePrintsAndEnds() {
    for (path, text) in Self.files where !Self.mayBeLoud.contains(path) {
      #expect(Self.loudLines(text) == [], "\(path)")
    }
  }

  @Test func noFileIsLongerThanFourHundredLines() {
    for (path, text) in Self.files {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 400, "\(path) has \(lines) lines: split it")
    }
  }

  @Test func theRulesSeeWhatTheyForbid() {
    #expect(Self.forbidden("let a = try! b() as! C") == ["try!", "as!"])
    #expect(Self.forbidden("// TODO: later") == ["TODO"])
    #expect(Self.forbidden("a canvas! here") == [])
    #expect(
      Self.loudLines("f()\n  print(1)\n  { exit(2) }\nConsole.print(3)\n// print(4)") == [2, 3])
  }

  @Test func thereAreSourcesToLookAt() {
    #expect(Self.files.count > 150)
    #expect(Self.mayBeLoud.allSatisfy { loud in Self.files.contains { $0.path == loud } })
  }
}
