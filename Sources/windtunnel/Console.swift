import ArgumentParser
import Diagnostics
import Foundation
import Reporting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The only place that prints and ends the process.
enum Console {
  /// The codes of DESIGN: what the process says to scripts.
  enum Code: Int32 {
    case met = 0
    case notMet = 1
    case invalid = 2
    case incomplete = 3
    case usage = 64
    case cannotRead = 66
    case ours = 70
    case cannotWrite = 74
  }

  /// Prints text to standard output.
  static func print(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: .standardOutput)
  }

  /// Prints text to standard error.
  static func complain(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: .standardError)
  }

  private static func write(_ text: String, to handle: FileHandle) {
    do { try handle.write(contentsOf: Data(text.utf8)) } catch { exit(Code.cannotWrite.rawValue) }
  }

  /// Writes a document to a file at once or not at all; `-` is standard output.
  static func write(_ text: String, to path: String) throws {
    let content = Data((text.hasSuffix("\n") ? text : text + "\n").utf8)
    do {
      switch OutputPlace(path) {
      case .standardOutput: print(text)
      case .stream(let place):
        try FileHandle(forWritingTo: URL(fileURLWithPath: place)).write(contentsOf: content)
      case .file(let place):
        try content.write(to: URL(fileURLWithPath: place), options: .atomic)
      }
    } catch {
      complain(
        harmless("windtunnel: '\(path)' cannot be written: \(error.localizedDescription)"))
      throw ExitCode(Code.cannotWrite.rawValue)
    }
  }

  /// Ends the command with a code.
  static func end(_ code: Code) throws {
    if code != .met { throw ExitCode(code.rawValue) }
  }

  /// Complains in one line and ends the command.
  static func fail(_ code: Code, _ message: String) -> ExitCode {
    complain("windtunnel: \(harmless(message))")
    return ExitCode(code.rawValue)
  }

  /// A text of one line with its control and direction characters replaced: arguments and file
  /// names may hold anything.
  static func harmless(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: shown.append("\u{FFFD}")
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  // MARK: Watching

  /// Clears a terminal for a new round and hides its cursor.
  static func beginRound() {
    if isTerminal(1) { write("\u{1B}[?25l\u{1B}[2J\u{1B}[H", to: .standardOutput) }
  }

  /// Says what is waited for.
  static func endRound(_ file: String) {
    print("\nwatching \(harmless(file)): save it to run again, Ctrl-C leaves")
  }

  /// Leaves a terminal as it was found and ends the process; not an error.
  static func leaveWatching() -> Never {
    if isTerminal(1) { write("\u{1B}[0m\u{1B}[?25h\n", to: .standardOutput) }
    exit(Code.met.rawValue)
  }

  /// Whether a stream is a terminal.
  static func isTerminal(_ stream: Int32) -> Bool { isatty(stream) != 0 }

  /// How to draw on standard output: colour only on a terminal and without `NO_COLOR`.
  static var style: TextStyle {
    let environment = ProcessInfo.processInfo.environment
    let terminal = isTerminal(1)
    let colour =
      terminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    return TextStyle(colour: colour, unicode: terminal && isUTF8(environment))
  }

  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    let name = locale.uppercased()
    return name.isEmpty || name.contains("UTF-8") || name.contains("UTF8") || name == "C"
  }

  /// Shows the problems of an input on standard error.
  static func show(_ problems: [Diagnostic], _ sources: SourceCatalog) {
    guard !problems.isEmpty else { return }
    complain(DiagnosticRenderer(sources: sources, colour: style.colour).render(problems))
  }
}
