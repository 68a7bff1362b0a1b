/// Foreign text in a Markdown page that a code host renders.
enum MarkdownText {
  /// The text on one line, in which nothing is markup, a link, an image or a mention of somebody.
  ///
  /// Source: "GitHub Flavored Markdown Spec", version 0.29, 2019, section 6.1 (backslash escapes);
  /// mentions are found after rendering, so a word joiner parts the sign from the name.
  static func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in SafeText.line(text).unicodeScalars {
      if "\\`*_[]<>#!|~&$".unicodeScalars.contains(scalar) { shown += "\\" }
      shown.unicodeScalars.append(scalar)
      if scalar == "@" { shown += "\u{2060}" }
    }
    return shown.replacing("://", with: ":\u{2060}//").replacing("www.", with: "www\u{2060}.")
  }

  /// The text on one line as code, whatever backticks it holds; also fit for a cell of a table.
  static func code(_ text: String) -> String {
    let line = SafeText.line(text).replacing("|", with: "\u{00A6}")
    var fence = "`"
    while line.contains(fence) { fence += "`" }
    return fence.count == 1 ? "`\(line)`" : "\(fence) \(line) \(fence)"
  }
}
