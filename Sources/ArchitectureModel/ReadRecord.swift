public import Diagnostics
public import Quantities
public import Stochastics

/// A value read from a file by the type of its field.
public indirect enum FieldValue: Sendable, Hashable {
  /// Text, an identifier, a choice, a date or a reference.
  case text(String)
  /// A flag.
  case flag(Bool)
  /// A count; nil is `none`.
  case count(Int?)
  /// A plain number, a rate in 1/s, a bandwidth in bit/s or a share in 0...1.
  case number(Double)
  /// A duration.
  case duration(TimeSpan)
  /// A size in bytes.
  case size(ByteCount)
  /// Money for something.
  case money(Price)
  /// A spread, resolved.
  case spread(SpreadText)
  /// A rate over time.
  case rateCurve([RatePoint])
  /// A list in the order of the file.
  case list([ReadValue])
  /// A map in the order of the file.
  case map([ReadEntry])
  /// A map with the fields of a shape.
  case record(ReadRecord)
  /// Anything, kept as read.
  case anything
}

/// One point of a rate that changes over time.
public struct RatePoint: Sendable, Hashable {
  /// The moment, from the start of the run.
  public var at: TimeSpan
  /// The rate at that moment, per second.
  public var perSecond: Double

  /// Creates a point.
  public init(at: TimeSpan, perSecond: Double) {
    self.at = at
    self.perSecond = perSecond
  }
}

/// A spread as written: some parts need the kind's shape or a named distribution to be complete.
public struct SpreadText: Sendable, Hashable {
  /// How the spread was written.
  public enum Form: Sendable, Hashable {
    /// A lone mean: it takes the shape of the kind.
    case lone(TimeSpan)
    /// A complete spread.
    case complete(Spread)
    /// The name of an entry under `distributions`.
    case like(String)
  }
  /// The form.
  public var form: Form
  /// The part of the time that needs a processor; nil where nothing is said.
  public var processorShare: Double?

  /// Creates a spread text.
  public init(_ form: Form) { self.form = form }
}

/// A value with the place where it stands.
public struct ReadValue: Sendable, Hashable {
  /// The value.
  public var value: FieldValue
  /// Where it stands.
  public var span: SourceSpan

  /// Creates a value with its place.
  public init(_ value: FieldValue, _ span: SourceSpan) {
    self.value = value
    self.span = span
  }
}

/// An entry of a map with the places of its key and its value.
public struct ReadEntry: Sendable, Hashable {
  /// The key.
  public var key: String
  /// Where the key stands.
  public var keySpan: SourceSpan
  /// The value.
  public var value: ReadValue

  /// Creates an entry.
  public init(key: String, keySpan: SourceSpan, value: ReadValue) {
    self.key = key
    self.keySpan = keySpan
    self.value = value
  }
}

/// A map that was read by the fields of its shape.
public struct ReadRecord: Sendable, Hashable {
  /// The name of the shape.
  public var shape: String
  /// The entries in the order of the file.
  public var entries: [ReadEntry]
  /// Where the map stands.
  public var span: SourceSpan
  /// The keys whose values were refused: they are not missing.
  public var refused: [String] = []

  /// Creates a record.
  public init(shape: String, entries: [ReadEntry], span: SourceSpan) {
    self.shape = shape
    self.entries = entries
    self.span = span
  }

  /// The entry of a key, or nil.
  public func entry(_ key: String) -> ReadEntry? { entries.first { $0.key == key } }

  /// The value of a key, or nil.
  public subscript(key: String) -> ReadValue? { entry(key)?.value }

  /// The value at a path of keys through nested records, or nil.
  public func value(at path: [String]) -> ReadValue? {
    guard let first = path.first, let found = self[first] else { return nil }
    if path.count == 1 { return found }
    return found.record?.value(at: Array(path.dropFirst()))
  }
}

extension ReadValue {
  /// The text, where the value is text.
  public var text: String? { if case .text(let text) = value { text } else { nil } }
  /// The flag, where the value is one.
  public var flag: Bool? { if case .flag(let flag) = value { flag } else { nil } }
  /// The duration, where the value is one.
  public var duration: TimeSpan? { if case .duration(let span) = value { span } else { nil } }
  /// The number, share, rate or bandwidth, where the value is one.
  public var number: Double? { if case .number(let number) = value { number } else { nil } }
  /// The size, where the value is one.
  public var size: ByteCount? { if case .size(let size) = value { size } else { nil } }
  /// The price, where the value is one.
  public var price: Price? { if case .money(let price) = value { price } else { nil } }
  /// The spread, where the value is one.
  public var spread: SpreadText? { if case .spread(let spread) = value { spread } else { nil } }
  /// The nested record, where the value is one.
  public var record: ReadRecord? { if case .record(let record) = value { record } else { nil } }
  /// The map, where the value is one; empty otherwise.
  public var map: [ReadEntry] { if case .map(let map) = value { map } else { [] } }
  /// The items, where the value is a list; empty otherwise.
  public var items: [ReadValue] { if case .list(let list) = value { list } else { [] } }
  /// The rate over time, where the value is one.
  public var rateCurve: [RatePoint]? {
    if case .rateCurve(let curve) = value { curve } else { nil }
  }
  /// The count: `.some(nil)` is `none`; nil where the value is no count.
  public var count: Int?? { if case .count(let count) = value { .some(count) } else { nil } }
  /// The texts of a list.
  public var texts: [String] { items.compactMap(\.text) }
}
