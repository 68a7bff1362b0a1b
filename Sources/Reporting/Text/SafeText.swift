/// Foreign text made fit for a terminal, and its width there.
///
/// Control characters, terminal escapes, direction marks and invisible characters are written out,
/// so that no name from a file can move the cursor, change colours or reorder a line.
enum SafeText {
  /// The text on one line: line ends and tabs become spaces.
  static func line(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20..<0x7F: shown.unicodeScalars.append(scalar)
      case 0x09, 0x0A, 0x0D: shown += " "
      default:
        if isHidden(scalar) {
          shown += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          shown.unicodeScalars.append(scalar)
        }
      }
    }
    return shown
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
      .privateUse:
      true
    default: (0xE0000...0xE0FFF).contains(scalar.value)
    }
  }

  /// The terminal columns of a text without escapes.
  ///
  /// Source: Unicode Consortium, "Unicode Standard Annex 11: East Asian Width", 2023, the blocks
  /// whose characters are wide throughout.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text cut to a width, with dots in place of what is cut off.
  static func clipped(_ text: String, to width: Int, more: String = "...") -> String {
    guard self.width(text) > width else { return text }
    let room = max(0, width - self.width(more))
    var kept = ""
    var used = 0
    for character in text {
      used += self.width(String(character))
      guard used <= room else { break }
      kept.append(character)
    }
    return kept + more
  }

  /// The text filled with spaces up to a width.
  static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    let missing = width - self.width(text)
    guard missing > 0 else { return text }
    let spaces = String(repeating: " ", count: missing)
    return right ? spaces + text : text + spaces
  }

  /// The words of a text in lines of at most `width` columns; a longer word is cut.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    let width = max(8, width)
    var lines: [String] = []
    var current = ""
    for word in line(text).split(separator: " ") {
      for part in pieces(String(word), width) {
        if current.isEmpty {
          current = part
        } else if self.width(current) + 1 + self.width(part) <= width {
          current += " " + part
        } else {
          lines.append(current)
          current = part
        }
      }
    }
    if !current.isEmpty { lines.append(current) }
    return lines
  }

  private static func pieces(_ word: String, _ width: Int) -> [String] {
    guard self.width(word) > width else { return [word] }
    var parts: [String] = []
    var current = ""
    for character in word {
      if self.width(current) + self.width(String(character)) > width {
        parts.append(current)
        current = ""
      }
      current.append(character)
    }
    return parts + [current]
  }
}
