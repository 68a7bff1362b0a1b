public import Diagnostics

/// One value of a YAML document, with the place where it stands.
///
/// Scalars are kept as the raw text of the file: `NO`, `18:30` and `0x10` are texts, and the reader
/// of a field decides what they mean.
public struct YAMLNode: Sendable, Hashable {
  /// What a node holds.
  public enum Content: Sendable, Hashable {
    /// A text, a number, or nothing.
    case scalar(YAMLScalar)

    /// The items of a list in the order of the file.
    case sequence([YAMLNode])

    /// The entries of a map in the order of the file.
    case mapping([YAMLEntry])
  }

  /// What the node holds.
  public let content: Content

  /// Where the node stands.
  ///
  /// A block list or block map ends with its last child, a block scalar with the last line that is
  /// not blank; a value left out (`key:`) has an empty span right after the colon.
  public let span: SourceSpan

  /// Creates a node from what it holds and where it stands.
  public init(content: Content, span: SourceSpan) {
    self.content = content
    self.span = span
  }

  /// Whether the node says "nothing": left out, `~` or `null`, without quotes.
  public var isNull: Bool {
    guard case .scalar(let scalar) = content, scalar.isPlain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
  }

  /// The raw text of a scalar, also of one that says "nothing"; nil for a list or a map.
  public var scalarText: String? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar.text
  }

  /// The entries of a map, duplicates included; nil for anything else.
  public var entries: [YAMLEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The items of a list; nil for anything else.
  public var items: [YAMLNode]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  /// The value of the first entry with this key; nil without one or when this is no map; O(n).
  public subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What the node is, in a student's words: "a list", "a map", "text" or "nothing".
  public var kindName: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a map"
    case .scalar: isNull ? "nothing" : "text"
    }
  }
}

/// The text of a scalar.
public struct YAMLScalar: Sendable, Hashable {
  /// The text after folding and escapes, not interpreted as a number or a date.
  public let text: String

  /// Whether it was written without quotes, and not as a block with `|` or `>`.
  public let isPlain: Bool

  /// Creates a scalar.
  public init(text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
  }
}

/// A key of a map with its value.
public struct YAMLEntry: Sendable, Hashable {
  /// The raw text of the key.
  public let key: String

  /// Where the key stands, quotes included.
  public let keySpan: SourceSpan

  /// What stands after the colon.
  public let value: YAMLNode

  /// Creates an entry.
  public init(key: String, keySpan: SourceSpan, value: YAMLNode) {
    self.key = key
    self.keySpan = keySpan
    self.value = value
  }
}

/// A comment of a YAML file.
public struct YAMLComment: Sendable, Hashable {
  /// The line it stands on, counted from 1.
  public let line: Int

  /// What follows the `#`, without white space at either end.
  public let text: String

  /// Creates a comment.
  public init(line: Int, text: String) {
    self.line = line
    self.text = text
  }
}
