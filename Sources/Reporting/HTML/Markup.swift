/// A piece of an HTML page or an SVG picture that is escaped by construction.
///
/// Foreign text has one way in, `text`, and one as the value of an attribute; both are escaped when
/// they are written, after `SafeText` has spelled out control and direction characters. Names of
/// elements and attributes and rules of style are literals of this module, which the compiler
/// holds: none of them can be made from text that was read at run time.
///
/// That is why there is no template library here. Mustache (swift-mustache 2.1.1) escapes the five
/// signs of HTML as well, but it finds its values by name at run time, where a misspelt name is
/// silently empty; it knows a triple brace that escapes nothing; and most of a report are pictures,
/// whose coordinates are computed and not filled in. What is written is well-formed XML too, so
/// that a strict parser can check it in the tests.
indirect enum Markup: Sendable {
  /// An element with its attributes and content.
  case element(StaticString, [Attribute], [Markup])
  /// Foreign text.
  case text(String)
  /// Pieces after each other.
  case several([Markup])
  /// Rules of style.
  case style(StyleText)

  /// Nothing.
  static let none = Markup.several([])

  /// An attribute of an element.
  struct Attribute: Sendable {
    var name: StaticString
    var value: String

    init(_ name: StaticString, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The piece as text.
  var source: String {
    var target = ""
    write(to: &target)
    return target
  }

  private func write(to target: inout String) {
    switch self {
    case .text(let text): target += Self.escaped(text)
    case .several(let pieces): for piece in pieces { piece.write(to: &target) }
    case .style(let style): target += style.text
    case .element(let name, let attributes, let content):
      target += "<\(name)"
      for attribute in attributes {
        target += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
      }
      if content.isEmpty, Self.mayBeEmpty(name) {
        target += "/>"
        return
      }
      target += ">"
      for piece in content { piece.write(to: &target) }
      target += "</\(name)>"
      if Self.endsLine(name) { target += "\n" }
    }
  }

  /// The text with hidden characters spelled out and the signs of HTML escaped.
  static func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in SafeText.line(text).unicodeScalars {
      switch scalar {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\"": shown += "&quot;"
      case "'": shown += "&#39;"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Elements that HTML closes at once, and those of SVG without content.
  private static func mayBeEmpty(_ name: StaticString) -> Bool {
    switch "\(name)" {
    case "meta", "br", "hr", "input", "col", "rect", "line", "path", "circle", "polyline",
      "polygon", "ellipse":
      true
    default: false
    }
  }

  private static func endsLine(_ name: StaticString) -> Bool {
    switch "\(name)" {
    case "p", "li", "tr", "section", "svg", "h1", "h2", "h3", "h4", "dd", "div", "g", "style",
      "title", "details":
      true
    default: false
    }
  }
}

extension Markup: ExpressibleByStringLiteral {
  /// Text.
  init(stringLiteral text: String) { self = .text(text) }
}

extension Markup {
  /// An element.
  static func tag(
    _ name: StaticString, _ attributes: [Attribute] = [], _ content: Markup...
  ) -> Markup {
    .element(name, attributes, content)
  }

  /// An element with a list of pieces.
  static func tag(
    _ name: StaticString, _ attributes: [Attribute] = [], all content: [Markup]
  ) -> Markup {
    .element(name, attributes, content)
  }

  /// A name from a file: it keeps its own direction of writing to itself.
  static func name(_ text: String) -> Markup {
    .tag("bdi", [], .text(TextParts.first(text)))
  }

  /// A name or command as code.
  static func code(_ text: String) -> Markup { .tag("code", [], .tag("bdi", [], .text(text))) }

  /// Text in which what stands between two backticks is code.
  static func prose(_ text: String) -> Markup {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return .text(text) }
    return .several(
      parts.enumerated().map { $0.offset % 2 == 0 ? .text($0.element) : .code($0.element) })
  }

  /// A paragraph of text.
  static func paragraph(_ text: String, _ kind: StaticString? = nil) -> Markup {
    .tag("p", kind.map { [.kind($0)] } ?? [], .text(text))
  }

  /// Nothing where the condition does not hold.
  func when(_ condition: Bool) -> Markup { condition ? self : .none }
}

extension Markup.Attribute {
  /// The attribute `class`.
  static func kind(_ name: StaticString) -> Self { Self("class", "\(name)") }

  /// The attribute `id`: a word of ours and numbers, never a foreign name.
  static func id(_ word: StaticString, _ numbers: Int...) -> Self {
    Self("id", Self.anchor("\(word)", numbers))
  }

  /// A link to a place of the same page.
  static func link(_ word: StaticString, _ numbers: Int...) -> Self {
    Self("href", "#" + Self.anchor("\(word)", numbers))
  }

  private static func anchor(_ word: String, _ numbers: [Int]) -> String {
    ([word] + numbers.map(String.init)).joined(separator: "-")
  }
}

/// Rules of style: literals and whole numbers only, as the compiler holds.
struct StyleText: Sendable, ExpressibleByStringInterpolation {
  /// The rules.
  let text: String

  init(stringLiteral text: StaticString) { self.text = "\(text)" }
  init(stringInterpolation parts: StringInterpolation) { text = parts.text }

  static func + (left: StyleText, right: StyleText) -> StyleText { "\(left)\(right)" }

  /// Takes literals, whole numbers and other rules.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ style: StyleText) { text += style.text }
  }
}
