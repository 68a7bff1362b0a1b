/// One source line with the carets under a stretch of it.
struct Excerpt {
  /// Lines wider than this many columns are cut to a window.
  static let widest = 160

  /// Columns that a window shows before the stretch.
  private static let before = 60

  /// The line as shown.
  let text: String

  /// Spaces, `^` and `~`, to be put right under the line.
  let carets: String

  /// Quotes the first line of `span`; columns beyond the end of the line count as its end.
  init(line: Substring, span: SourceSpan) {
    let cells = line.unicodeScalars.map(VisibleText.cell)
    let first = min(max(span.start.column - 1, 0), cells.count)
    var last = cells.count
    if span.end.line <= span.start.line {
      last = min(max(span.end.column - 1, first), cells.count)
    }
    let window = Excerpt.window(cells, first: first)
    let prefix = window.lowerBound > 0 ? "…" : ""
    let suffix = window.upperBound < cells.count ? "…" : ""
    text = cells[window].reduce(into: prefix) { $0 += $1.text } + suffix
    let indent = prefix.unicodeScalars.count + Excerpt.width(cells[window.lowerBound..<first])
    let marked = Excerpt.width(cells[first..<max(first, min(last, window.upperBound))])
    carets =
      String(repeating: " ", count: indent) + "^"
      + String(repeating: "~", count: max(marked - 1, 0))
  }

  private static func width(_ cells: ArraySlice<VisibleText.Cell>) -> Int {
    cells.reduce(0) { $0 + $1.width }
  }

  /// The cells to show: all, or those that fit around the first marked one.
  private static func window(_ cells: [VisibleText.Cell], first: Int) -> Range<Int> {
    guard width(cells[...]) > widest else { return 0..<cells.count }
    let room = widest - 2
    var lower = first
    var used = 0
    while lower > 0, used + cells[lower - 1].width <= before {
      lower -= 1
      used += cells[lower].width
    }
    var upper = first
    while upper < cells.count, used + cells[upper].width <= room {
      used += cells[upper].width
      upper += 1
    }
    while lower > 0, used + cells[lower - 1].width <= room {
      lower -= 1
      used += cells[lower].width
    }
    return lower..<upper
  }
}
