/// Rows of comma-separated values that a spreadsheet may open.
///
/// Source: Y. Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files",
/// RFC 4180, 2005; for formulas: OWASP, "CSV Injection", 2023.
enum CSVText {
  /// A cell.
  enum Cell {
    /// Foreign text; what a spreadsheet would take for a formula gets an apostrophe in front.
    case text(String)
    /// A number, which is never changed; what is not finite is an empty cell.
    case number(Double)
  }

  /// The cells as a row with its line end.
  static func row(_ cells: [Cell]) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  private static func cell(_ cell: Cell) -> String {
    switch cell {
    case .number(let number):
      guard number.isFinite else { return "" }
      return number == number.rounded() && number.magnitude < 1e15
        ? String(Int(number)) : String(number)
    case .text(let text): return quoted(guarded(text))
    }
  }

  /// The text, with an apostrophe before it where it could be read as a formula.
  private static func guarded(_ text: String) -> String {
    let first = text.unicodeScalars.first { $0 != " " }
    guard let first, "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
    else { return text }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    // By scalars: a carriage return with its line feed is one Character, which is neither.
    let needs =
      text.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
      || text.hasPrefix(" ") || text.hasSuffix(" ")
    return needs ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
