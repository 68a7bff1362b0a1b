import ArchitectureModel
import Foundation
import PluginAPI
import Testing

@testable import Reporting

struct ResultDocumentTests {
  @Test func theSameReportGivesTheSameBytes() {
    #expect(
      ResultDocument.json(SampleReport.exercise(), timing: false)
        == ResultDocument.json(SampleReport.exercise(), timing: false))
  }

  @Test func onlyTimingDiffersBetweenTwoRuns() {
    var other = SampleReport.exercise()
    other.wallSeconds = 99
    other.eventsPerSecond = 1
    let one = SampleReport.exercise()
    #expect(
      ResultDocument.json(one, timing: false) == ResultDocument.json(other, timing: false))
    #expect(ResultDocument.json(one, timing: true) != ResultDocument.json(other, timing: true))
    #expect(ResultDocument.value(one, timing: false)["timing"] == nil)
  }

  @Test func theSeedIsText() {
    let document = ResultDocument.value(SampleReport.exercise(), timing: true)
    #expect(document["seed"] == .string("18446744073709551615"))
  }

  @Test func infiniteValuesAreNullWithTheReasonBesideThem() {
    let document = ResultDocument.estimate(SampleReport.never)
    #expect(document["value"] == .null)
    #expect(document["low"] == .number(1.2))
    #expect(
      document["because"]
        == .string("infinite: more requests than this share leaves out never ended full"))
    #expect(ResultDocument.estimate(.none)["because"] == .string("undefined: nothing was seen"))
    #expect(ResultDocument.estimate(SampleReport.estimate(1))["because"] == nil)
  }

  @Test func numbersThatJSONCannotWriteAreNull() {
    let value = JSONValue.numbers([.nan, .infinity, 0.1, 3])
    #expect(value.text == "[\n  null,\n  null,\n  0.1,\n  3\n]\n")
  }

  @Test func anEmptyReportIsAWholeDocument() throws {
    let report = EvaluationReport(
      tool: "t", exercise: nil, architecture: .init(name: "", file: "", digest: ""), seed: 0)
    let document = ResultDocument.value(report, timing: true)
    var walk = SchemaWalk()
    walk.compare(document, ResultSchema.value, at: "")
    #expect(walk.problems == [])
    #expect(document["score"] == .null)
    #expect(try JSONSerialization.jsonObject(with: Data(document.text.utf8)) is [String: Any])
  }

  @Test func theSchemaDescribesEveryKeyAndNothingElse() {
    var walk = SchemaWalk()
    walk.compare(
      ResultDocument.value(SampleReport.exercise(), timing: true), ResultSchema.value, at: "")
    walk.compare(
      ResultDocument.value(SampleReport.simulation(), timing: true), ResultSchema.value, at: "")
    #expect(walk.problems == [])
    #expect(walk.described.subtracting(walk.seen).sorted() == [])
  }
}

extension JSONValue {
  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
  var string: String? { if case .string(let text) = self { text } else { nil } }

  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// Compares a document with a schema in both directions.
struct SchemaWalk {
  var problems: [String] = []
  var seen: Set<String> = []
  var described: Set<String> = []
  private var definitions: [String: JSONValue] = [:]

  mutating func compare(_ value: JSONValue, _ schema: JSONValue, at path: String) {
    if let known = schema["$defs"] { definitions = known.members }
    if let name = schema["$ref"]?.string?.split(separator: "/").last.map(String.init) {
      guard let target = definitions[name] else {
        problems.append("\(path): no definition \(name)")
        return
      }
      compare(value, target, at: "<\(name)>")
      return
    }
    if let choices = schema["anyOf"]?.items {
      guard value != .null, let first = choices.first else { return }
      compare(value, first, at: path)
      return
    }
    if let words = schema["enum"]?.items {
      if !words.contains(value) { problems.append("\(path): \(value) is no word of the schema") }
      return
    }
    let types = schema["type"]?.items.compactMap(\.string) ?? []
    let allowed = types.isEmpty ? [schema["type"]?.string ?? "?"] : types
    let name = value.typeName
    if !allowed.contains(name), !(name == "integer" && allowed.contains("number")) {
      problems.append("\(path): \(name) is not \(allowed)")
    }
    for item in value.items {
      if let items = schema["items"] { compare(item, items, at: path + "[]") }
    }
    object(value, schema, path)
  }

  private mutating func object(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
    guard case .object(let members) = value else { return }
    if let properties = schema["properties"]?.members {
      for (key, inner) in properties {
        described.insert("\(path).\(key)")
        if let member = members[key] {
          seen.insert("\(path).\(key)")
          compare(member, inner, at: "\(path).\(key)")
        }
      }
      for key in members.keys where properties[key] == nil {
        problems.append("\(path).\(key) is not described")
      }
    } else if let entry = schema["additionalProperties"] {
      for member in members.values { compare(member, entry, at: path + "{}") }
    }
    for key in schema["required"]?.items.compactMap(\.string) ?? [] where members[key] == nil {
      problems.append("\(path).\(key) is missing")
    }
  }
}
