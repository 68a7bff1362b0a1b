/// An element of an XML document.
///
/// Written by hand because the library at hand (XMLCoder 0.18.2) passes on the control characters
/// that XML 1.0 forbids, which file names and messages may hold, and maps types rather than
/// elements, which does not suit drawings. This writer has one escape and no parser.
///
/// Source: W3C, "Extensible Markup Language (XML) 1.0", fifth edition, 2008, sections 2.2
/// (characters), 2.4 (markup) and 3.3.3 (normalisation of attributes).
struct MarkupElement: Sendable {
  /// What stands between the tags.
  enum Content: Sendable {
    case element(MarkupElement)
    case text(String)
  }

  /// The name, written as it is: never foreign text.
  var name: String
  /// Attributes in the order in which they are written; the names are never foreign text.
  var attributes: [(name: String, value: String)]
  var content: [Content]

  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [MarkupElement] = []) {
    self.name = name
    self.attributes = attributes.map { (name: $0.0, value: $0.1) }
    content = children.map { .element($0) }
  }

  /// An element that holds a text.
  init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
    self.init(name, attributes)
    content = [.text(text)]
  }

  /// The document with this element as its root; elements stand on lines of their own.
  var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + lines(indent: "").joined(separator: "\n")
      + "\n"
  }

  private func lines(indent: String) -> [String] {
    let head =
      indent + "<\(name)"
      + attributes.map { " \($0.name)=\"\(Self.escaped($0.value, quoted: true))\"" }.joined()
    if content.isEmpty { return [head + "/>"] }
    let isText = content.contains { if case .text = $0 { true } else { false } }
    // White space between texts would become part of them.
    if isText { return [head + ">" + content.map(Self.inline).joined() + "</\(name)>"] }
    let inner = content.flatMap { part -> [String] in
      if case .element(let element) = part { element.lines(indent: indent + "  ") } else { [] }
    }
    return [head + ">"] + inner + [indent + "</\(name)>"]
  }

  private static func inline(_ content: Content) -> String {
    switch content {
    case .text(let text): escaped(text, quoted: false)
    case .element(let element): element.lines(indent: "").joined(separator: "\n")
    }
  }

  /// The text with its markup escaped; what XML 1.0 cannot hold is U+FFFD.
  static func escaped(_ text: String, quoted: Bool) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": shown.append(contentsOf: "&amp;".unicodeScalars)
      case "<": shown.append(contentsOf: "&lt;".unicodeScalars)
      case ">": shown.append(contentsOf: "&gt;".unicodeScalars)
      case "\"" where quoted: shown.append(contentsOf: "&quot;".unicodeScalars)
      case "\t" where quoted, "\n" where quoted, "\r":
        shown.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      case "\t", "\n": shown.append(scalar)
      default: shown.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(shown)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
