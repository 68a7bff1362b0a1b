import Diagnostics

/// Recorded arrivals as read from a file.
struct TraceTable {
  /// Whether every row could be read.
  var isWhole = false
  /// Moments in nanoseconds, not falling.
  var moments: [Int64] = []
  /// The operation of each moment as an index; empty where the file has no such column.
  var operationOfRow: [UInt16] = []
  /// The operations that indices stand for.
  var operations: [String] = []

  /// The moments of one operation; all where the file does not tell them apart.
  func moments(of operation: String) -> [Int64] {
    if operationOfRow.isEmpty { return moments }
    guard let index = operations.firstIndex(of: operation) else { return [] }
    return moments.indices.filter { operationOfRow[$0] == index }.map { moments[$0] }
  }
}

/// Reads recorded arrivals, a CSV file; each broken row is a problem at its place.
struct TraceReader {
  /// The greatest size of a file.
  static let mostBytes = 64 << 20
  /// The greatest number of rows.
  static let mostRows = 5_000_000
  /// After so many problems reading stops.
  static let mostProblems = 50
  static let columns = ["seconds", "operation"]

  private let bytes: [UInt8]
  private let file: String
  private let operations: [String]
  private(set) var problems: [Diagnostic] = []
  private var table = TraceTable()
  private var line = 0
  private var isFull = false
  private var header: [String]?
  private var index: [[UInt8]: UInt16] = [:]

  init(_ bytes: [UInt8], file: String, operations: [String]) {
    self.bytes = bytes
    self.file = file
    self.operations = operations
    for (number, name) in operations.enumerated() {
      index[Array(name.utf8)] = UInt16(clamping: number)
    }
  }

  /// Reads the whole file.
  mutating func read() -> TraceTable {
    table.operations = operations
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, problems.count < Self.mostProblems, !isFull {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      line += 1
      read(line: start..<end)
      start = end + 1
    }
    if header == nil, problems.isEmpty {
      line = 1
      complain("arch.bad-trace", "the file has no rows", 0..<0, allowed: "a row of column names")
    }
    table.isWhole = problems.isEmpty
    return table
  }

  // MARK: Rows

  private mutating func read(line range: Range<Int>) {
    let whole = trimmed(range)
    guard !whole.isEmpty, bytes[whole.lowerBound] != 0x23 else { return }
    var fields: [Range<Int>] = []
    var start = range.lowerBound
    for at in range where bytes[at] == 0x2C {
      fields.append(trimmed(start..<at))
      start = at + 1
    }
    fields.append(trimmed(start..<range.upperBound))
    guard let header else { return readHeader(fields, whole, range) }
    guard fields.count == header.count else {
      return complain(
        "arch.bad-trace", "the row has \(fields.count) values", whole, of: range,
        allowed: header.joined(separator: ","))
    }
    readRow(fields, header, range)
  }

  private mutating func readHeader(
    _ fields: [Range<Int>], _ whole: Range<Int>, _ range: Range<Int>
  ) {
    var names: [String] = []
    for field in fields {
      let name = text(field)
      if !Self.columns.contains(name) || names.contains(name) {
        complain(
          "arch.bad-trace",
          names.contains(name)
            ? "the column '\(name)' stands twice" : "'\(name)' is not a column of a trace",
          field, of: range, allowed: Self.columns.joined(separator: ", "))
      }
      names.append(name)
    }
    if !names.contains("seconds"), problems.isEmpty {
      complain(
        "arch.bad-trace", "the first row does not name a column 'seconds'", whole, of: range,
        allowed: Self.columns.joined(separator: ", "))
    }
    header = names
  }

  private mutating func readRow(
    _ fields: [Range<Int>], _ header: [String], _ range: Range<Int>
  ) {
    guard table.moments.count < Self.mostRows else {
      complain(
        "arch.out-of-range", "there are more rows than can be read", fields[0], of: range,
        allowed: "at most \(Self.mostRows) rows")
      isFull = true
      return
    }
    for (name, field) in zip(header, fields) {
      if name == "seconds" {
        guard let moment = moment(field, range) else { return }
        table.moments.append(moment)
      } else if let operation = index[Array(bytes[field])] {
        table.operationOfRow.append(operation)
      } else {
        let near = NearestName.nearest(to: text(field), among: operations)
        complain(
          "arch.unknown-operation", "'\(text(field))' is not an operation", field, of: range,
          allowed: operations.prefix(16).joined(separator: ", "), fix: near)
        return
      }
    }
  }

  private mutating func moment(_ field: Range<Int>, _ range: Range<Int>) -> Int64? {
    guard let moment = nanoseconds(field) else {
      complain(
        "arch.bad-trace", "'\(text(field))' is not a time in seconds", field, of: range,
        allowed: "a number from 0 to 1000000000, such as 12.5")
      return nil
    }
    if let last = table.moments.last, moment < last {
      complain(
        "arch.out-of-order", "'\(text(field))' comes before the row above it", field, of: range,
        allowed: "rows in the order of their times")
      return nil
    }
    return moment
  }

  // MARK: Values

  /// Seconds as nanoseconds; decimals are exact, an exponent is read as a binary number.
  private func nanoseconds(_ field: Range<Int>) -> Int64? {
    var whole: Int64 = 0
    var fraction: Int64 = 0
    var places = -1
    var digits = 0
    for at in field {
      let byte = bytes[at]
      if byte == 0x2E, places < 0 {
        places = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return scientific(field) }
      let digit = Int64(byte - 0x30)
      digits += 1
      if places < 0 {
        whole = whole * 10 + digit
        guard whole <= 1_000_000_000 else { return nil }
      } else if places < 9 {
        fraction = fraction * 10 + digit
        places += 1
      } else {
        if places == 9, digit >= 5 { fraction += 1 }
        places = 10
      }
    }
    guard digits > 0 else { return nil }
    while places < 9 {
      fraction *= 10
      places = max(places, 0) + 1
    }
    let sum = whole * 1_000_000_000 + fraction
    return sum <= 1_000_000_000_000_000_000 ? sum : nil
  }

  private func scientific(_ field: Range<Int>) -> Int64? {
    guard field.count <= 40, let number = Double(text(field)), number >= 0, number <= 1e9
    else { return nil }
    return Int64((number * 1e9).rounded())
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The text of a value, cut where it is long.
  private func text(_ field: Range<Int>) -> String {
    let text = String(decoding: bytes[field].prefix(200), as: UTF8.self)
    return text.count > 40 ? text.prefix(40) + "…" : text
  }

  // MARK: Problems

  private mutating func complain(
    _ code: String, _ message: String, _ field: Range<Int>, of range: Range<Int> = 0..<0,
    allowed: String, fix: String? = nil
  ) {
    // Columns are counted in code points.
    let before = String(decoding: bytes[range.lowerBound..<field.lowerBound], as: UTF8.self)
    let first = before.unicodeScalars.count + 1
    let length = String(decoding: bytes[field], as: UTF8.self).unicodeScalars.count
    let span = SourceSpan(
      file: file, start: SourcePosition(line: line, column: first),
      end: SourcePosition(line: line, column: first + max(1, length)))
    problems.append(
      Diagnostic(
        code: code, severity: .error, message: message, span: span,
        notes: [DiagnosticNote(message: "allowed: \(allowed)")],
        fix: fix.map {
          FixIt(message: "write '\($0)'", edits: [SourceEdit(span: span, replacement: $0)])
        }))
  }
}
