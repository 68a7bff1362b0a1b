import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

// Sizes of requests: a spread of bytes is a spread of as many nanoseconds.

extension ArchitectureBuilder {
  static let payloadForms =
    "a size such as 4KiB, { mean, cv }, { mean, p99 }, { p50, p99 } or { file }"

  /// The mean size of requests and how they vary; nil where they do not.
  mutating func payload(_ value: ReadValue?) -> (mean: ByteCount, spread: Spread?) {
    let fallback = (mean: ByteCount(bytes: 1024), spread: Spread?.none)
    guard let value, let record = value.record, record.refused.isEmpty else { return fallback }
    let keys = Set(record.entries.map(\.key))
    if keys == ["exact"] { return (record["exact"]?.size ?? fallback.mean, nil) }
    let spread: Spread?
    if keys == ["file"], let file = record["file"], let path = file.text {
      spread = sizes(path, file.span)
    } else {
      spread = size(record, keys, value.span)
    }
    guard let spread else { return fallback }
    return (ByteCount(bytes: spread.mean.nanoseconds), spread.isConstant ? nil : spread)
  }

  private mutating func size(
    _ record: ReadRecord, _ keys: Set<String>, _ span: SourceSpan
  ) -> Spread? {
    func bytes(_ key: String) -> TimeSpan {
      TimeSpan(nanoseconds: record[key]?.size?.bytes ?? 0)
    }
    do throws(QuantityProblem) {
      switch keys {
      case ["mean", "cv"]:
        let cv = record["cv"]?.number ?? 0
        return cv == 0 ? .exact(bytes("mean")) : try .lognormal(mean: bytes("mean"), cv: cv)
      case ["mean", "p99"]: return try .lognormal(mean: bytes("mean"), p99: bytes("p99"))
      case ["p50", "p99"]: return try .lognormal(p50: bytes("p50"), p99: bytes("p99"))
      default:
        let words = record.entries.map(\.key).joined(separator: ", ")
        add(
          "arch.bad-spread", "'payload' has \(words.isEmpty ? "nothing" : words), which is no size",
          span, allowed: Self.payloadForms)
      }
    } catch {
      add(
        "arch.bad-spread", "no log-normal size is like that", span,
        allowed: Self.payloadForms
          + "; p99 at least the mean or the median, and p99 / mean at most 14.97, a mean below 7 EiB"
      )
    }
    return nil
  }

  /// Measured sizes, or a table of them.
  private mutating func sizes(_ path: String, _ span: SourceSpan) -> Spread? {
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try folder.read(path)
    } catch {
      add(error.code, error.message, span, allowed: "a CSV file below the folder of this file")
      return nil
    }
    var rows: [(share: Double?, size: ByteCount)] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { trim($0) }
      guard let first = cells.first, !first.isEmpty, !first.hasPrefix("#") else { continue }
      let share = cells.count > 1 ? Double(first) : nil
      guard cells.count <= 2, case .success(let size) = ByteCount.parse(cells[cells.count - 1]),
        (cells.count > 1) == (share != nil),
        rows.isEmpty || (rows[0].share == nil) == (share == nil)
      else {
        if index == 0 { continue }  // a heading
        add(
          "arch.bad-table", "line \(index + 1) of '\(path)' is '\(line.prefix(40))'", span,
          allowed: "a size, or share,size")
        return nil
      }
      rows.append((share, size))
    }
    return table(rows, path, span)
  }

  private mutating func table(
    _ rows: [(share: Double?, size: ByteCount)], _ path: String, _ span: SourceSpan
  ) -> Spread? {
    let isMeasured = rows.first?.share == nil
    let sorted = isMeasured ? rows.sorted { $0.size.bytes < $1.size.bytes } : rows
    let count = Double(max(1, sorted.count - 1))
    let points = sorted.enumerated().map { index, row in
      Spread.Point(
        share: row.share ?? Double(index) / count, value: TimeSpan(nanoseconds: row.size.bytes))
    }
    do throws(QuantityProblem) {
      return try Spread.empirical(points)
    } catch {
      add(
        "arch.bad-table", "'\(path)' is no table of sizes", span,
        allowed: "at least one row; shares that rise within 0 and 1, and sizes that do not fall")
    }
    return nil
  }
}
