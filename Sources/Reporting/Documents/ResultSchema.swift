/// The JSON Schema of the result document.
public enum ResultSchema {
  /// The schema as indented JSON, in the 2020-12 dialect.
  public static func json() -> String { value.text }

  static var value: JSONValue {
    var schema = object("The result of a run.", top, leaveOut: ["timing"])
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string("Windtunnel result")
    schema["$defs"] = .object(definitions)
    return .object(schema)
  }

  typealias Member = (key: String, schema: [String: JSONValue])

  // MARK: Parts of a schema

  /// An object with exactly these members, all of them present but those left out.
  static func object(
    _ about: String, _ members: [Member], leaveOut: [String] = []
  ) -> [String: JSONValue] {
    [
      "type": .string("object"), "description": .string(about),
      "additionalProperties": .bool(false),
      "required": .strings(members.map(\.key).filter { !leaveOut.contains($0) }),
      "properties": .object(pairs: members.map { ($0.key, .object($0.schema)) }),
    ]
  }

  static func plain(_ type: String, _ about: String) -> [String: JSONValue] {
    ["type": .string(type), "description": .string(about)]
  }

  static func text(_ about: String) -> [String: JSONValue] { plain("string", about) }
  static func number(_ about: String) -> [String: JSONValue] { plain("number", about) }
  static func whole(_ about: String) -> [String: JSONValue] { plain("integer", about) }
  static func flag(_ about: String) -> [String: JSONValue] { plain("boolean", about) }

  static func perhaps(_ type: String, _ about: String) -> [String: JSONValue] {
    ["type": .strings([type, "null"]), "description": .string(about)]
  }

  static func words(_ about: String, _ words: [String]) -> [String: JSONValue] {
    ["enum": .strings(words), "description": .string(about)]
  }

  static func list(_ about: String, of item: [String: JSONValue]) -> [String: JSONValue] {
    ["type": .string("array"), "description": .string(about), "items": .object(item)]
  }

  static func texts(_ about: String) -> [String: JSONValue] {
    list(about, of: ["type": .string("string")])
  }

  static func numbers(_ about: String) -> [String: JSONValue] {
    list(about, of: ["type": .strings(["number", "null"])])
  }

  static func byName(_ about: String, _ entry: [String: JSONValue]) -> [String: JSONValue] {
    [
      "type": .string("object"), "description": .string(about),
      "additionalProperties": .object(entry),
    ]
  }

  static func ref(_ name: String, _ about: String = "") -> [String: JSONValue] {
    var schema: [String: JSONValue] = ["$ref": .string("#/$defs/\(name)")]
    if !about.isEmpty { schema["description"] = .string(about) }
    return schema
  }

  static func refOrNull(_ name: String, _ about: String) -> [String: JSONValue] {
    [
      "anyOf": .array([.object(ref(name)), .object(["type": .string("null")])]),
      "description": .string(about),
    ]
  }
}
