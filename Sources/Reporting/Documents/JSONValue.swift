import Foundation

/// A JSON value.
///
/// The text of a value depends on the value alone: keys are sorted, numbers are the shortest that
/// read back the same, and a number that JSON cannot write becomes null.
public indirect enum JSONValue: Sendable, Hashable {
  /// Nothing.
  case null
  /// A truth value.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number; NaN and infinity are written as null.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// An object.
  case object([String: JSONValue])

  /// A number, or null where there is none.
  static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  /// A list of texts.
  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// A list of numbers.
  static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  /// An object from pairs; the first of two equal keys holds.
  static func object(pairs: [(String, JSONValue)]) -> JSONValue {
    .object(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
  }

  /// The value as indented text with sorted keys and a line end.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      preconditionFailure("a JSON value cannot be written: \(error)")
    }
  }
}

extension JSONValue: Encodable {
  /// Writes the value as what it is.
  ///
  /// - Parameter encoder: Takes the value.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value):
      if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}
