/// The way diagnostics are shown as text.
///
/// ```
/// reference.arch.yaml:14:13: error[arch.unknown-component]: 'web' calls 'ordrs', which is …
///   14 |     calls: [ordrs]
///      |             ^~~~~
///   note: 'orders' is declared at 5:3
///   fix: write 'orders'
///   explain: windtunnel explain arch.unknown-component
/// ```
///
/// Control characters, terminal escapes and direction marks in messages and files are written out,
/// so that a file cannot change what the terminal shows.
public struct DiagnosticRenderer: Sendable {
  private let sources: SourceCatalog
  private let colour: Bool
  private let limit: Int

  /// Creates a renderer that quotes from `sources`.
  ///
  /// With `colour` the severity and the carets carry ANSI colours. Of a list at most `limit`
  /// diagnostics are shown; a negative limit counts as 0.
  public init(sources: SourceCatalog, colour: Bool = false, limit: Int = 50) {
    self.sources = sources
    self.colour = colour
    self.limit = max(limit, 0)
  }

  /// The diagnostics in the order given, an empty line between two, and a summary at the end.
  ///
  /// The summary counts all of them, also those over the limit. There is no line end after it.
  /// The text is empty when there are no diagnostics.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "" }
    var blocks = diagnostics.prefix(limit).map { render($0) }
    let hidden = diagnostics.count - blocks.count
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    var counts: [String] = []
    if errors > 0 { counts.append(DiagnosticRenderer.count(errors, "error")) }
    if warnings > 0 { counts.append(DiagnosticRenderer.count(warnings, "warning")) }
    var summary = counts.joined(separator: ", ")
    if hidden > 0 {
      summary = "… and \(hidden) more \(hidden == 1 ? "problem" : "problems")\n" + summary
    }
    blocks.append(summary)
    return blocks.joined(separator: "\n\n")
  }

  /// One diagnostic with its excerpt, notes, fix and the command that explains it.
  ///
  /// The excerpt is left out when the file or the line is not in the catalog. There is no line end
  /// after the last line.
  public func render(_ diagnostic: Diagnostic) -> String {
    var lines = [headline(diagnostic)]
    lines += excerpt(diagnostic)
    for note in diagnostic.notes {
      lines.append("  note: " + VisibleText.message(note.message) + place(of: note, in: diagnostic))
    }
    if let fix = diagnostic.fix {
      lines.append("  fix: " + VisibleText.message(fix.message))
    }
    lines.append("  explain: windtunnel explain " + VisibleText.message(diagnostic.code))
    return lines.joined(separator: "\n")
  }

  private func headline(_ diagnostic: Diagnostic) -> String {
    var line = ""
    if let span = diagnostic.span {
      line = "\(VisibleText.name(span.file)):\(span.start.line):\(span.start.column): "
    }
    let code = VisibleText.message(diagnostic.code)
    line += painted("\(diagnostic.severity.rawValue)[\(code)]", diagnostic.severity)
    return line + ": " + VisibleText.message(diagnostic.message)
  }

  private func excerpt(_ diagnostic: Diagnostic) -> [String] {
    guard let span = diagnostic.span, let line = sources[span.file]?.line(span.start.line) else {
      return []
    }
    let excerpt = Excerpt(line: line, span: span)
    let number = String(span.start.line)
    let width = max(4, number.utf8.count)
    let quoted = String(repeating: " ", count: width - number.utf8.count) + number + " |"
    let gutter = String(repeating: " ", count: width) + " | "
    return [
      excerpt.text.isEmpty ? quoted : quoted + " " + excerpt.text,
      gutter + painted(excerpt.carets, diagnostic.severity),
    ]
  }

  private func place(of note: DiagnosticNote, in diagnostic: Diagnostic) -> String {
    guard let span = note.span else { return "" }
    let place = "\(span.start.line):\(span.start.column)"
    guard span.file != diagnostic.span?.file else { return " at \(place)" }
    return " at \(VisibleText.name(span.file)):\(place)"
  }

  private func painted(_ text: String, _ severity: DiagnosticSeverity) -> String {
    guard colour else { return text }
    return (severity == .error ? "\u{1B}[1;31m" : "\u{1B}[1;33m") + text + "\u{1B}[0m"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
