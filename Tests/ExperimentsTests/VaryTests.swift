import Experiments
import PluginAPI
import Testing

/// What is varied, as written on a command line.
@Suite struct VaryTests {
  static func values(_ text: String, whole: Bool = false) throws -> [String] {
    try Vary(text).parameter(isWhole: whole).values.map(\.text)
  }

  @Test(arguments: [
    ("a.b=1..5:5", ["1", "2", "3", "4", "5"]),
    ("a=0..1:5", ["0", "0.25", "0.5", "0.75", "1"]),
    ("a=100/s..200/s:3", ["100/s", "150/s", "200/s"]),
    ("a=1/s..120/min:3", ["1/s", "1.5/s", "120/min"]),
    ("a=10ms..1s:3:log", ["10ms", "100ms", "1s"]),
    ("a=10ms..1s:log:3", ["10ms", "100ms", "1s"]),
    ("a=1KiB..4KiB:3:log", ["1KiB", "2KiB", "4KiB"]),
    ("a=10%..30%:3", ["10%", "20%", "30%"]),
    ("a=1..100:3:log", ["1", "10", "100"]),
    ("a=8..2:4", ["8", "6", "4", "2"]),
    ("a=1..2:4", ["1", "1.3333", "1.6667", "2"]),
    ("a=500..2k:4", ["500", "1000", "1500", "2k"]),
    ("a=1h..2h30min:3", ["1h", "1h45min", "2h30min"]),
    ("a=x,y , z", ["x", "y", "z"]),
    ("a=5ms,{ mean: 5ms, cv: 2 }", ["5ms", "{ mean: 5ms, cv: 2 }"]),
    ("a=1,2,1", ["1", "2"]),
    ("a=0.02 USD/call..0.04 USD/call:3", ["0.02 USD/call", "0.03 USD/call", "0.04 USD/call"]),
  ])
  func valuesAreThoseBetween(_ text: String, _ expected: [String]) throws {
    #expect(try Self.values(text) == expected)
  }

  @Test func wholeNumbersStayWhole() throws {
    #expect(try Self.values("a=1..8", whole: true) == (1...8).map(String.init))
    #expect(try Self.values("a=1..4:7", whole: true) == ["1", "2", "3", "4"])
    let many = try Self.values("a=1..1000", whole: true)
    #expect(many.count == Vary.usualPoints)
    #expect(many.allSatisfy { Int($0) != nil })
    #expect(try Self.values("a=1..8").count == Vary.usualPoints)
  }

  @Test func numbersAreInBaseUnits() throws {
    let found = try Vary("a=500ms..2s:4").parameter(isWhole: false).values.map(\.number)
    #expect(found == [0.5, 1, 1.5, 2])
    let rates = try Vary("a=60/min,2/s").parameter(isWhole: false).values.map(\.number)
    #expect(rates == [1, 2])
    let words = try Vary("a=database,key_value").parameter(isWhole: false).values.map(\.number)
    #expect(words == [nil, nil])
  }

  @Test(arguments: [
    "", "a", "=1..2", "a=", "a=1..", "a=..2", "a=1..2:1", "a=1..2:201", "a=1..2:x",
    "a=1..2:log:log", "a=x..y", "a=1..2ms", "a=3..3", "a=0..2:log", "a=1", "a=1,1", "a=1,,2",
    "a=1..2:3:4", "a=1,2\nb: 3", "a=1e400..2", "a=1.2.3..4",
  ])
  func nonsenseIsRefused(_ text: String) {
    #expect(throws: Vary.Problem.self) { try Self.values(text) }
  }

  @Test(arguments: [
    "a=1..99999999999999999999999999999999", "a=0..0.0000000001", "a=1ns..100y:log",
    "a=1/s..1000000000000000000000/s:log", "a=1B..1000000PiB",
  ])
  func hugeNumbersDoNotTrap(_ text: String) {
    _ = try? Self.values(text)
    _ = try? Self.values(text, whole: true)
  }
}
