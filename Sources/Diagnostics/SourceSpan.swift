/// A place in a text file.
///
/// Positions are ordered by line, then by column.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// The line, counted from 1; a line ends at LF, CR LF or CR.
  public var line: Int

  /// The column, counted from 1 in Unicode code points.
  public var column: Int

  /// Creates the position at a line and a column, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Tells whether the first position comes before the second in reading order.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of text in a named file.
///
/// The span is empty when `start` equals `end`; it then stands between two characters.
public struct SourceSpan: Hashable, Sendable {
  /// The name of the file, as it is shown to people.
  public var file: String

  /// The first code point of the stretch.
  public var start: SourcePosition

  /// The place just after the last code point of the stretch.
  public var end: SourcePosition

  /// Creates a span; `end` is exclusive and is expected not to lie before `start`.
  public init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }
}
