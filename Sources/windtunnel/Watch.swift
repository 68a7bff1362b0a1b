import ArgumentParser
import Dispatch
import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether a command runs again whenever its file is saved.
struct WatchOptions: ParsableArguments {
  @Flag(help: "Run again whenever the file is saved, until Ctrl-C.")
  var watch = false

  /// Refuses what cannot be watched.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - ownsStandardOutput: Whether a document takes the place of the text.
  /// - Throws: `ValidationError`, which ends the command with the usage.
  func validate(file: String, ownsStandardOutput: Bool) throws {
    guard watch else { return }
    if file == "-" { throw ValidationError("standard input cannot be watched") }
    if ownsStandardOutput {
      throw ValidationError("with --watch documents go to files, not to standard output")
    }
  }
}

/// Runs a command again and again.
enum Watch {
  /// How often the file is looked at: soon enough for a person, too seldom to be felt.
  private static let pause = Duration.milliseconds(300)

  /// Runs once, or with `--watch` again whenever the file is saved, until Ctrl-C.
  ///
  /// A problem ends a round and not the watching, also where the file is gone for a while: editors
  /// replace files.
  ///
  /// - Parameters:
  ///   - options: Whether it is watched.
  ///   - file: The file.
  ///   - round: What is done.
  /// - Throws: What a single round throws where nothing is watched.
  static func run(
    _ options: WatchOptions, file: String, round: () async throws -> Void
  ) async throws {
    guard options.watch else { return try await round() }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      // The default would end the process before the terminal is as it was.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { Console.leaveWatching() }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    while true {
      // Taken before the file is read: a save during a round makes another one.
      let seen = Stamp(file)
      Console.beginRound()
      do { try await round() } catch is ExitCode {}
      Console.endRound(file)
      repeat { try await Task.sleep(for: pause) } while Stamp(file) == seen || Stamp(file) == nil
      // An editor that writes in place may not be done yet.
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// What changes when a file is saved.
  private struct Stamp: Equatable {
    var time: Date?
    var size: Int?
    var number: Int?

    /// The stamp of a file; nil where there is none.
    init?(_ path: String) {
      guard let found = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
      time = found[.modificationDate] as? Date
      size = (found[.size] as? NSNumber)?.intValue
      number = (found[.systemFileNumber] as? NSNumber)?.intValue
    }
  }
}
