/// Bars that show a share of a whole.
enum Bars {
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar of `width` columns, filled up to a share; what is out of 0...1 is cut, NaN is 0.
  ///
  /// A share above 0 shows at least a trace, one below 1 is never quite full.
  static func bar(_ share: Double, width: Int, unicode: Bool) -> String {
    let share = share.isNaN ? 0 : min(1, max(0, share))
    guard unicode else {
      let filled = steps(share, width)
      return "[" + String(repeating: "#", count: filled)
        + String(repeating: ".", count: width - filled) + "]"
    }
    let filled = steps(share, width * 8)
    let whole = filled / 8
    let part = eighths[filled % 8]
    let rest = width - whole - (part.isEmpty ? 0 : 1)
    return String(repeating: "█", count: whole) + part + String(repeating: "░", count: rest)
  }

  private static func steps(_ share: Double, _ count: Int) -> Int {
    let nearest = Int((share * Double(count)).rounded())
    if share > 0, nearest == 0 { return 1 }
    if share < 1, nearest == count { return count - 1 }
    return nearest
  }
}

/// Small curves of one line.
enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let ascii: [Character] = ["_", ".", "-", "~", "=", "+", "*", "#"]

  /// One character a value; 0 is a space, the greatest value of all the highest.
  ///
  /// The value `top` is drawn highest; what is not finite counts as 0.
  static func line(_ values: [Double], top: Double, unicode: Bool) -> String {
    let marks = unicode ? blocks : ascii
    return String(
      values.map { value -> Character in
        guard value.isFinite, value > 0, top > 0 else { return " " }
        let level = Int((min(1, value / top) * Double(marks.count)).rounded(.up))
        return marks[min(marks.count, max(1, level)) - 1]
      })
  }

  /// The values drawn together so that there are at most `count`, each the mean of its stretch.
  static func resampled(_ values: [Double], to count: Int) -> [Double] {
    guard values.count > count, count > 0 else { return values }
    return (0..<count).map { index in
      let from = index * values.count / count
      let to = max(from + 1, (index + 1) * values.count / count)
      let part = values[from..<min(to, values.count)]
      return part.reduce(0, +) / Double(part.count)
    }
  }
}
