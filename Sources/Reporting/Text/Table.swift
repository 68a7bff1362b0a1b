/// Aligned columns.
struct Table {
  /// A column.
  struct Column {
    var title: String
    var isRight = false
    /// Wider cells are cut; nil for as wide as needed.
    var most: Int?
    /// The column is at least this wide.
    var least = 0

    init(_ title: String, right: Bool = false, most: Int? = nil, least: Int = 0) {
      self.least = least
      self.title = title
      self.isRight = right
      self.most = most
    }
  }

  /// A cell: foreign text, made safe here.
  struct Cell: ExpressibleByStringLiteral {
    var text: String
    var tint: TextStyle.Tint?

    init(_ text: String, _ tint: TextStyle.Tint? = nil) {
      self.text = text
      self.tint = tint
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  var columns: [Column]
  private var rows: [[Cell]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  mutating func add(_ cells: [Cell]) {
    rows.append(
      zip(columns.indices, columns).map { index, column in
        guard index < cells.count else { return Cell("") }
        var cell = cells[index]
        cell.text = SafeText.line(cell.text)
        if let most = column.most { cell.text = SafeText.clipped(cell.text, to: most) }
        return cell
      })
  }

  /// The lines, titles first; a table without rows has none.
  func lines(indent: Int = 2, style: TextStyle) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widths = columns.indices.map { index in
      rows.map { SafeText.width($0[index].text) }.reduce(
        max(columns[index].least, SafeText.width(columns[index].title)), max)
    }
    let head = columns.map { Cell($0.title, .quiet) }
    let showsHead = columns.contains { !$0.title.isEmpty }
    return ((showsHead ? [head] : []) + rows).map { row in
      let cells = columns.indices.map { index in
        let text = SafeText.padded(
          row[index].text, to: widths[index], right: columns[index].isRight)
        return style.paint(text, row[index].tint)
      }
      return String(repeating: " ", count: indent) + cells.joined(separator: "  ")
    }
  }
}
