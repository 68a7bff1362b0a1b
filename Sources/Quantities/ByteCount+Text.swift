extension ByteCount {
  static let allowed = "a size such as 220B, 4KiB, 180MiB, 20TiB, or decimal 4KB, 20GB"

  static let units: [(name: String, size: Int64)] = [
    ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000),
    ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10), ("KB", 1000), ("B", 1),
  ]

  /// Reads a size such as `220B`, `4KiB` or `20TB`, rounded to whole bytes.
  ///
  /// `K`, `M`, `G` and `T` alone are refused, as they are written for both 1000 and 1024.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The size, or why there is none.
  public static func parse(_ text: String) -> Result<ByteCount, QuantityProblem> {
    let read: UnitText
    switch UnitText.read(text, sample: "B", allowed: allowed) {
    case .failure(let problem): return .failure(problem)
    case .success(let value): read = value
    }
    guard let unit = units.first(where: { $0.name == read.unit }) else {
      return .failure(unknown(read, text))
    }
    guard let bytes = read.number.scaled(by: unit.size) else {
      return .failure(
        QuantityProblem(message: "'\(text)' is more than 8388607TiB", allowed: allowed))
    }
    return .success(ByteCount(bytes: bytes))
  }

  private static func unknown(_ read: UnitText, _ text: String) -> QuantityProblem {
    let name = read.unit.filter { $0 != " " }
    let upper = name.uppercased()
    let number = read.number.text
    if ["K", "M", "G", "T"].contains(upper) {
      return QuantityProblem(
        message: "'\(name)' in '\(text)' could be \(upper)iB (1024-based) "
          + "or \(upper)B (1000-based)",
        hint: "\(number)\(upper)iB", allowed: allowed)
    }
    let words = ["byte": "B", "bytes": "B"]
    let right =
      units.first { $0.name.uppercased() == upper }?.name
      ?? units.first { $0.name.uppercased() == upper + "B" }?.name ?? words[name.lowercased()]
    return QuantityProblem(
      message: "'\(text)' has an unknown unit '\(read.unit)'", hint: right.map { number + $0 },
      allowed: allowed)
  }

  /// The canonical text, the shortest of all units; `parse` gives the size back.
  ///
  /// Binary units win over decimal ones of the same length. A negative size, which `parse`
  /// refuses, gets a minus sign.
  public var text: String {
    if bytes < 0 { return bytes == .min ? "-8388608TiB" : "-" + ByteCount(bytes: -bytes).text }
    var best = "\(bytes)B"
    for unit in ByteCount.units where bytes >= unit.size {
      guard let number = DecimalText.exact(bytes, unit: unit.size, places: 3) else { continue }
      if number.count + unit.name.count < best.count { best = number + unit.name }
    }
    return best
  }

  /// The size with three significant digits for humans, such as `1.5 MiB`.
  public var brief: String {
    DecimalText.brief(
      Double(bytes),
      units: [
        (" B", 1), (" KiB", 0x1p10), (" MiB", 0x1p20), (" GiB", 0x1p30), (" TiB", 0x1p40),
      ])
  }
}
