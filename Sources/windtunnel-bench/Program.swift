import CBench
import Foundation

/// A program that has run to its end, and what it used.
struct Program {
  let used: BenchProgram
  /// Standard output and standard error.
  let output: String

  /// Runs a program; nil where it cannot be started.
  ///
  /// Whatever is measured runs as a program of its own, so that memory is that of one model and
  /// nothing is warm from the one before. This process stays small: Linux counts what it has at
  /// the start of a program as that program's.
  init?(_ arguments: [String]) {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("bench-\(ProcessInfo.processInfo.processIdentifier).out").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var copies: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    copies.append(nil)
    defer { for copy in copies { free(copy) } }
    var used = BenchProgram()
    guard bench_program(copies, path, &used) else { return nil }
    self.used = used
    output = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  /// The result that the program printed, if it did and ended well.
  var measured: Measured? {
    guard used.code == 0,
      let line = output.split(separator: "\n").last(where: { $0.hasPrefix(Measured.mark) })
    else { return nil }
    return try? JSONDecoder().decode(
      Measured.self, from: Data(line.dropFirst(Measured.mark.count).utf8))
  }
}

/// What a run of a model measured: the line that the parts of the benchmark and the peers print.
struct Measured: Codable {
  static let mark = "RESULT "

  /// Customers that came.
  var customers: Double
  /// Processor time of the simulation in seconds.
  var seconds: Double
  /// Mean time in the system in seconds.
  var mean: Double
  /// The 99th percentile in seconds.
  var p99: Double?

  var line: String {
    let json = (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) }
    return Self.mark + (json ?? "")
  }
}
