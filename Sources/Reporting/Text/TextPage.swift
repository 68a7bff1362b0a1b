/// Lines of a report under construction.
struct TextPage {
  var style: TextStyle
  private(set) var lines: [String] = []

  init(_ style: TextStyle) { self.style = style }

  /// All lines, with a line end after the last; two empty lines never follow each other.
  var text: String {
    var kept: [String] = []
    for line in lines {
      let bare = trimmed(line)
      if bare.isEmpty, kept.last?.isEmpty ?? true { continue }
      kept.append(bare)
    }
    while kept.last?.isEmpty ?? false { kept.removeLast() }
    return kept.isEmpty ? "" : kept.joined(separator: "\n") + "\n"
  }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  mutating func blank() { lines.append("") }

  /// A line that is fit for the terminal already.
  mutating func raw(_ line: String) { lines.append(line) }

  /// A title with an empty line before it.
  mutating func heading(_ title: String) {
    blank()
    lines.append(style.paint(title, .strong))
  }

  /// Wrapped text; lines after the first hang under the text of the first.
  ///
  /// - Parameters:
  ///   - text: Foreign text, made safe here.
  ///   - indent: Columns before the label.
  ///   - label: A short word in front of the first line.
  ///   - hang: Columns that the label takes; 0 for no label.
  ///   - tint: The colour of the text.
  mutating func say(
    _ text: String, indent: Int = 0, label: String = "", hang: Int = 0,
    tint: TextStyle.Tint? = nil
  ) {
    let room = style.width - indent - hang
    let margin = String(repeating: " ", count: indent)
    for (index, line) in SafeText.wrapped(text, to: room).enumerated() {
      let head =
        index == 0
        ? style.paint(SafeText.padded(label, to: hang), label.isEmpty ? nil : .quiet)
        : String(repeating: " ", count: hang)
      lines.append(margin + head + style.paint(line, tint))
    }
  }
}
