/// Foreign text made fit for a terminal: nothing in it can move the cursor or reorder the line.
enum VisibleText {
  /// One code point as it is shown, with the number of terminal columns it takes.
  struct Cell {
    var text: String
    var width: Int
  }

  /// Messages are cut after this many code points.
  static let longestMessage = 1_000

  /// The text with control characters and direction marks written out, cut when very long.
  static func message(_ text: String) -> String {
    var shown = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < longestMessage else { return shown + "…" }
      shown += cell(scalar).text
      count += 1
    }
    return shown
  }

  /// The text with control characters and direction marks written out, whole.
  static func name(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0 += cell($1).text }
  }

  /// How one code point is shown; a tab is one space.
  static func cell(_ scalar: Unicode.Scalar) -> Cell {
    switch scalar.value {
    case 0x20..<0x7F:
      return Cell(text: String(scalar), width: 1)
    case 0x09:
      return Cell(text: " ", width: 1)
    case 0x00..<0x20:
      return Cell(text: picture(0x2400 + scalar.value), width: 1)
    case 0x7F:
      return Cell(text: picture(0x2421), width: 1)
    default:
      break
    }
    guard !isHidden(scalar) else {
      let text = "\\u{" + String(scalar.value, radix: 16) + "}"
      return Cell(text: text, width: text.utf8.count)
    }
    return Cell(text: String(scalar), width: width(of: scalar))
  }

  private static func picture(_ value: UInt32) -> String {
    String(Unicode.Scalar(value) ?? "\u{FFFD}")
  }

  /// Whether the code point is invisible or changes how its neighbours are shown.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D:
      return false  // joiners are part of ordinary words and of emoji
    case 0xE0000...0xE0FFF:
      return true
    default:
      break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
      .privateUse:
      return true
    default:
      return false
    }
  }

  /// The terminal columns of a visible code point: 0, 1 or 2.
  ///
  /// Source: Unicode Consortium, "Unicode Standard Annex 11: East Asian Width", 2023, the blocks
  /// whose characters are wide throughout.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format:
      return 0
    default:
      break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default:
      return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
