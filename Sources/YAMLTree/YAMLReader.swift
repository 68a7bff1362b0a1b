public import Diagnostics

/// The result of reading a file.
public struct YAMLReading: Sendable {
  /// The outermost node; nil when the file is empty or could not be read to the end of its document.
  ///
  /// Where there are diagnostics the tree is what could be kept: aliases stand as nothing, entries
  /// whose key is refused are missing, and of entries with the same key the first is there.
  public let root: YAMLNode?

  /// The problems sorted by place; all of them are errors.
  public let diagnostics: [Diagnostic]

  /// Creates a reading.
  public init(root: YAMLNode?, diagnostics: [Diagnostic]) {
    self.root = root
    self.diagnostics = diagnostics
  }
}

/// The reader of the YAML subset of this package: UTF-8, one document, no aliases, no tags.
///
/// Purpose of the module: from bytes to nodes that know their places. It must not know what any key
/// means.
///
/// ```swift
/// let reading = YAMLReader().read(bytes: bytes, file: "shop.yaml")
/// bag.add(contentsOf: reading.diagnostics)
/// for entry in reading.root?.entries ?? [] {
///   check(entry.key, at: entry.keySpan, entry.value)
/// }
/// ```
///
/// Start reading at ``YAMLNode``.
public struct YAMLReader: Sendable {
  /// A reading with this many problems is given up.
  static let mostProblems = 1_000

  /// The limits that a file must keep.
  public let limits: YAMLLimits

  /// Creates a reader with limits.
  public init(limits: YAMLLimits = .init()) {
    self.limits = limits
  }

  /// Reads a file and reports every problem up to the first that makes going on impossible.
  ///
  /// Reading ends at a syntax error, at a limit of size, depth or number of nodes, and after 1,000
  /// problems. `file` is the name that spans carry. Never traps, whatever the bytes; linear in the
  /// number of bytes but for sorting the problems.
  public func read(bytes: [UInt8], file: String) -> YAMLReading {
    switch TextDecoder.decode(bytes, file: file, limit: limits.bytes) {
    case .refused(let diagnostics):
      return YAMLReading(root: nil, diagnostics: YAMLReader.sorted(diagnostics))
    case .text(let map, let utf8):
      var builder = TreeBuilder(map: map, limits: limits)
      var stream = EventStream(utf8: utf8, scalarBytes: limits.scalarBytes)
      var isReading = true
      while isReading {
        switch stream.next() {
        case .event(let event):
          isReading = builder.take(event)
        case .failure(let failure):
          builder.fail(failure)
          isReading = false
        }
      }
      return YAMLReading(
        root: builder.root, diagnostics: YAMLReader.sorted(builder.problems))
    }
  }

  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var bag = DiagnosticBag()
    bag.add(contentsOf: diagnostics)
    return bag.all
  }

  /// The comments of a file in its order, each with its line and what follows the `#`.
  ///
  /// A `#` in quotes, in a word or in a block scalar begins none; one after `|` or `>` does. From the
  /// first syntax error on, or inside brackets over 64 deep, quotes are only told apart line by line.
  public static func comments(in text: String) -> [(line: Int, text: String)] {
    comments(in: Array(text.utf8)).map { ($0.line, $0.text) }
  }

  /// The comments of a file given as bytes; empty when they are not plain UTF-8 text.
  public static func comments(in bytes: [UInt8]) -> [YAMLComment] {
    switch TextDecoder.decode(bytes, file: "", limit: .max) {
    case .refused:
      return []
    case .text(let map, let utf8):
      return CommentScanner(map: map).comments(utf8: utf8)
    }
  }
}
