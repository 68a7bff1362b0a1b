import Foundation
import Testing

/// A value of a JSON document; what is missing is a node without a value.
struct Node: CustomStringConvertible {
  let value: Any?

  init(_ value: Any?) { self.value = value }

  init(_ data: Data) {
    value = try? JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
  }

  subscript(key: String) -> Node { Node((value as? [String: Any])?[key]) }
  subscript(index: Int) -> Node {
    let list = items
    return index < list.count ? list[index] : Node(Any?.none)
  }

  var isThere: Bool { value != nil }
  var items: [Node] { (value as? [Any] ?? []).map { Node($0) } }
  var keys: [String] { (value as? [String: Any] ?? [:]).keys.sorted() }
  var text: String { value as? String ?? "" }
  var flag: Bool? { value as? Bool }

  /// The number, also that of an estimate; not a number where there is none.
  var number: Double {
    if let object = value as? [String: Any] { return Node(object["value"]).number }
    return (value as? NSNumber)?.doubleValue ?? .nan
  }

  var low: Double { self["low"].isThere ? self["low"].number : number }
  var high: Double { self["high"].isThere ? self["high"].number : number }

  /// The value as text with its keys in order, to compare documents.
  var description: String {
    guard let value,
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    else { return "nothing" }
    return String(decoding: data, as: UTF8.self)
  }

  /// Whether a number lies in the 99.9 % interval, widened by a relative tolerance.
  ///
  /// The document shows 95 %; with the eight replications of these tests Student's t is 2.365
  /// there and 5.408 at 99.9 %.
  func covers(_ expected: Double, tolerance: Double = 0) -> Bool {
    let half = (high - low) / 2 * 5.408 / 2.365 + abs(expected) * tolerance
    return abs(number - expected) <= half + 1e-12
  }
}

/// What `simulate` says of a run.
struct Run {
  let document: Node
  let bytes: Data
  var run: Node { document["scenarios"]["run"] }

  func operation(_ name: String = "use") -> Node { run["operations"][name] }
  func component(_ name: String) -> Node { run["components"][name] }
  func latency(_ name: String = "use") -> Node { operation(name)["latency"]["mean"] }
  func count(_ what: String, _ name: String = "use") -> Double { operation(name)[what].number }
  func share(_ what: String, _ name: String = "use") -> Double {
    count(what, name) / count("arrivals", name)
  }
  func errors(_ cause: String, _ name: String = "use") -> Double {
    let node = operation(name)["errors"][cause]
    return node.isThere ? node.number : 0
  }
  func called(_ name: String) -> Double { component(name)["called"].number }

  /// Simulates a file; a file that is refused is a failed expectation.
  static func of(
    _ file: String, seed: Int = 1, replications: Int = 8, _ options: [String] = [],
    limit: Double = 120
  ) async throws -> Run {
    let outcome = try await Tool.run(
      "simulate", file: file,
      ["--json", "-", "--no-timing", "--seed", "\(seed)", "--replications", "\(replications)"]
        + options, limit: limit)
    try #require(outcome.code == 0, outcome.summary)
    return Run(document: outcome.json, bytes: outcome.output)
  }
}
