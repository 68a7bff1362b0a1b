public import ArchitectureModel
import ExerciseFiles

/// Writes JSON Schemas of the files from the field records, for editors.
///
/// A schema checks forms, not references: it accepts every file that the readers accept, but the
/// readers refuse more.
public enum SchemaWriter {
  /// The schema of a file as indented JSON, in the 2020-12 dialect.
  ///
  /// - Parameters:
  ///   - shape: `architecture` or `exercise`; another shape's name works too.
  ///   - vocabulary: The words of the core and the active plugins.
  /// - Returns: The schema; nil where no shape has the name.
  public static func schema(shape: String, vocabulary: Vocabulary) -> String? {
    guard let top = vocabulary.shapes[shape] else { return nil }
    var definitions: [String: JSONValue] = [:]
    for name in reachable(from: top, vocabulary) {
      definitions[name] = object(vocabulary.shape(name), vocabulary)
    }
    definitions["spread_parts"] = ValueSchemas.spread
    definitions["work_parts"] = ValueSchemas.work
    definitions["rate_points"] = ValueSchemas.ratePoints
    return JSONValue.object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("Windtunnel \(top.title.lowercased())"),
      "description": .string(top.about), "$ref": .string("#/$defs/\(top.name)"),
      "$defs": .object(definitions),
    ]).text
  }

  private static func reachable(from top: Shape, _ vocabulary: Vocabulary) -> [String] {
    var found: [String] = []
    var open = [top.name]
    while let name = open.popLast() {
      guard !found.contains(name), let shape = vocabulary.shapes[name] else { continue }
      found.append(name)
      open += shape.fields.flatMap { FieldWords.shapes($0.type) }
      if shape.takesDomainKeys { open += vocabulary.domainKeys.values.sorted() }
    }
    return found
  }

  private static func object(_ shape: Shape, _ vocabulary: Vocabulary) -> JSONValue {
    var properties = shape.fields.map { field in
      (field.key, described(type(field.type, vocabulary), field))
    }
    if shape.takesDomainKeys {
      for (key, name) in vocabulary.domainKeys.sorted(by: { $0.key < $1.key }) {
        properties.append((key, ref(name)))
      }
    }
    var fields: [(String, JSONValue)] = [
      ("type", .string("object")), ("title", .string(shape.title)),
      ("description", .string(shape.about)), ("properties", .object(pairs: properties)),
      ("patternProperties", .object(["^x-": .bool(true)])),
      ("additionalProperties", .bool(false)),
    ]
    let required = shape.fields.filter { $0.absence == .required }.map(\.key)
    if !required.isEmpty { fields.append(("required", .strings(required))) }
    if let verbs = verbs(shape.name) {
      fields.append(
        ("oneOf", .array(verbs.filter { shape.field($0) != nil }.map { choice($0, shape) })))
    }
    return .object(pairs: fields)
  }

  /// A map that says this verb; beside `deploy` some verbs are details of it.
  private static func choice(_ verb: String, _ shape: Shape) -> JSONValue {
    guard shape.field("deploy") != nil, ["errors", "slow"].contains(verb) else {
      return .object(["required": .strings([verb])])
    }
    return .object([
      "required": .strings([verb]), "not": .object(["required": .strings(["deploy"])]),
    ])
  }

  /// The keys of which exactly one stands in the map.
  private static func verbs(_ shape: String) -> [String]? {
    switch shape {
    case "step": Vocabulary.stepVerbs
    case "fault", "scenario_fault": Vocabulary.faultVerbs
    default: nil
    }
  }

  static func ref(_ name: String) -> JSONValue { .object(["$ref": .string("#/$defs/\(name)")]) }

  private static func described(_ schema: JSONValue, _ field: FieldRecord) -> JSONValue {
    guard case .object(var members) = schema else { return schema }
    members["description"] = .string(
      "\(field.meaning) (\(TypeWords.describe(field.type)); \(FieldWords.absence(field)))")
    // A default in a schema is a value, not the text of one.
    if let fallback = field.fallback { members["default"] = literal(fallback, field.type) }
    if let example = field.example, case .string = literal(example, field.type),
      !example.hasPrefix("{"), !example.hasPrefix("[")
    {
      members["examples"] = .array([.string(example)])
    }
    return .object(members)
  }

  private static func literal(_ text: String, _ type: FieldType) -> JSONValue? {
    if text.hasPrefix("[") || text.hasPrefix("{") { return nil }
    switch type {
    case .flag: return .bool(text == "yes" || text == "true")
    case .count, .number:
      if let whole = Int(text) { return .integer(whole) }
      return Double(text).map { .number($0) } ?? .string(text)
    case .either(let types): return types.first.flatMap { literal(text, $0) }
    default: return .string(text)
    }
  }

  // MARK: Types

  static func type(_ type: FieldType, _ vocabulary: Vocabulary) -> JSONValue {
    switch type {
    case .list(let element):
      let item = item(element, vocabulary)
      return any([.object(["type": .string("array"), "items": item]), item])
    case .map(let keys, let element):
      var members: [String: JSONValue] = [
        "type": .string("object"), "additionalProperties": item(element, vocabulary),
        "patternProperties": .object(["^x-": .bool(true)]),
      ]
      if keys == nil {
        members["propertyNames"] = .object(["pattern": .string(ValueSchemas.identifier)])
      }
      return .object(members)
    case .shape(let name): return ref(name)
    case .short(let name, let field):
      guard let inner = vocabulary.shapes[name]?.field(field) else { return ref(name) }
      return any([ref(name), self.type(inner.type, vocabulary)])
    case .either(let types): return any(types.map { self.type($0, vocabulary) })
    case .reference(let referent): return reference(referent, vocabulary)
    default: return ValueSchemas.scalar(type)
    }
  }

  /// An element of a list or map; a name alone stands for a step that calls it.
  private static func item(_ element: FieldType, _ vocabulary: Vocabulary) -> JSONValue {
    let schema = type(element, vocabulary)
    guard element == .shape("step") else { return schema }
    return any([.object(["type": .string("string")]), schema])
  }

  private static func any(_ schemas: [JSONValue]) -> JSONValue {
    .object(["anyOf": .array(schemas)])
  }

  private static func reference(_ referent: Referent, _ vocabulary: Vocabulary) -> JSONValue {
    let words: [String]
    switch referent {
    case .kind: words = vocabulary.kinds.map(\.name)
    case .trait: words = vocabulary.traits
    case .check: words = vocabulary.checks
    case .loadModel: words = vocabulary.loadModels
    default: words = []
    }
    return words.isEmpty ? .object(["type": .string("string")]) : .object(["enum": .strings(words)])
  }
}
