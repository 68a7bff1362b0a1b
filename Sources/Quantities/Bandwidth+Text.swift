extension Bandwidth {
  static let allowed = "a bandwidth such as 100Mbps, 10Gbps"

  static let units: [(name: String, size: Double)] = [
    ("bps", 1), ("kbps", 1e3), ("Mbps", 1e6), ("Gbps", 1e9), ("Tbps", 1e12),
  ]

  private static let byteUnits: [(name: String, bits: Double)] = [
    ("B/s", 8), ("KB/s", 8e3), ("kB/s", 8e3), ("MB/s", 8e6), ("GB/s", 8e9), ("TB/s", 8e12),
    ("MBps", 8e6), ("GBps", 8e9), ("KiB/s", 8 * 0x1p10), ("MiB/s", 8 * 0x1p20),
    ("GiB/s", 8 * 0x1p30),
  ]

  /// Reads a bandwidth such as `100Mbps` or `10Gbps`; prefixes are decimal.
  ///
  /// Bytes per second are refused with the conversion as the hint.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The bandwidth, or why there is none.
  public static func parse(_ text: String) -> Result<Bandwidth, QuantityProblem> {
    let read: UnitText
    switch UnitText.read(text, sample: "Mbps", allowed: allowed) {
    case .failure(let problem): return .failure(problem)
    case .success(let value): read = value
    }
    guard let unit = units.first(where: { $0.name == read.unit }) else {
      return .failure(unknown(read, text))
    }
    let value = read.number.double * unit.size
    guard value < .infinity else {
      return .failure(QuantityProblem(message: "'\(text)' is too large", allowed: allowed))
    }
    return .success(Bandwidth(bitsPerSecond: value))
  }

  private static func unknown(_ read: UnitText, _ text: String) -> QuantityProblem {
    let name = String(read.unit.filter { $0 != " " })
    if let unit = byteUnits.first(where: { $0.name == name }) {
      let bits = read.number.double * unit.bits
      guard bits < .infinity else {
        return QuantityProblem(message: "'\(text)' is too large", allowed: allowed)
      }
      let right = Bandwidth(bitsPerSecond: bits).text
      return QuantityProblem(
        message: "'\(text)' counts bytes, a bandwidth counts bits: \(text) = \(right)",
        hint: right, allowed: allowed)
    }
    var lower = name.lowercased()
    for ending in ["bit/s", "bits/s", "b/s"] where lower.hasSuffix(ending) {
      lower = lower.dropLast(ending.count) + "bps"
    }
    if ["k", "m", "g", "t"].contains(lower) { lower += "bps" }
    if ["kbit", "mbit", "gbit", "tbit"].contains(lower) { lower = lower.dropLast(3) + "bps" }
    let right = units.first { $0.name.lowercased() == lower }
    return QuantityProblem(
      message: "'\(text)' has an unknown unit '\(read.unit)'",
      hint: right.map { read.number.text + $0.name }, allowed: allowed)
  }

  /// The canonical text in the largest unit of at least 1; `parse` gives the bandwidth back.
  public var text: String {
    guard bitsPerSecond.magnitude < .infinity else { return "\(bitsPerSecond)bps" }
    for unit in Bandwidth.units.reversed() where bitsPerSecond.magnitude >= unit.size {
      let value = bitsPerSecond / unit.size
      if value * unit.size == bitsPerSecond { return DecimalText.plain(value) + unit.name }
    }
    return DecimalText.plain(bitsPerSecond) + "bps"
  }

  /// The bandwidth with three significant digits for humans, such as `1.25 Gbps`.
  public var brief: String {
    guard bitsPerSecond.magnitude < .infinity else { return "\(bitsPerSecond) bps" }
    return DecimalText.brief(
      bitsPerSecond, units: Bandwidth.units.map { (" " + $0.name, $0.size) })
  }
}
