import Foundation
import Testing

/// The built tool, run as a user runs it.
enum Tool {
  /// How a run of the tool ended.
  struct Outcome {
    /// The exit code; nil where a signal ended the process.
    var code: Int32?
    /// Whether the time was up and the process was killed.
    var isTooSlow: Bool
    var output: Data
    var errors: Data

    var text: String { String(decoding: output, as: UTF8.self) }
    var complaint: String { String(decoding: errors, as: UTF8.self) }
    var json: Node { Node(output) }

    /// What is shown where an expectation fails.
    var summary: Comment {
      "exit \(code.map(String.init) ?? "by signal")\(isTooSlow ? ", too slow" : ""): \(complaint.prefix(1500))"
    }
  }

  /// The root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the exercises.
  static let exercises = root.appendingPathComponent("Exercises")

  /// The binary beside the test bundle, or that of the package's build folder.
  static let binary: URL = {
    var folders = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    for bundle in Bundle.allBundles {
      folders.append(bundle.bundleURL)
      folders.append(bundle.bundleURL.deletingLastPathComponent())
    }
    folders.append(root.appendingPathComponent(".build/debug"))
    folders.append(root.appendingPathComponent(".build/release"))
    let candidates = folders.map { $0.appendingPathComponent("windtunnel") }
    return candidates.first { url in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        && !isFolder.boolValue
    } ?? candidates[0]
  }()

  /// Lets a few processes run at a time, so that time limits mean something.
  private actor Gate {
    private var free = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
      if free > 0 {
        free -= 1
      } else {
        await withCheckedContinuation { waiting.append($0) }
      }
    }

    func leave() {
      if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
  }

  private static let gate = Gate()

  /// Runs the tool to its end.
  ///
  /// - Parameters:
  ///   - arguments: The arguments.
  ///   - input: What stands on standard input.
  ///   - folder: The working folder.
  ///   - limit: Seconds after which the process is killed and the outcome says so.
  ///   - program: Another program to run in place of the tool.
  ///   - environment: Variables beside those of the tests.
  /// - Returns: How it ended and what it wrote.
  /// - Throws: What kept the process from being started.
  static func run(
    _ arguments: [String], input: Data = Data(), in folder: Scratch? = nil, limit: Double = 120,
    program: URL = binary, environment: [String: String] = [:]
  ) async throws -> Outcome {
    await gate.enter()
    do {
      let outcome = try await start(program, arguments, input, folder, limit, environment)
      await gate.leave()
      return outcome
    } catch {
      await gate.leave()
      throw error
    }
  }

  private static func start(
    _ program: URL, _ arguments: [String], _ input: Data, _ folder: Scratch?, _ limit: Double,
    _ more: [String: String]
  ) async throws -> Outcome {
    let pipes = try Scratch()
    let inFile = try pipes.write("in", input)
    let outFile = try pipes.write("out", Data())
    let errFile = try pipes.write("err", Data())
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = (folder ?? pipes).url
    var environment = ProcessInfo.processInfo.environment
    environment["WINDTUNNEL_EXERCISES"] = exercises.path
    environment["NO_COLOR"] = "1"
    environment.merge(more) { $1 }
    process.environment = environment
    process.standardInput = try FileHandle(forReadingFrom: inFile)
    process.standardOutput = try FileHandle(forWritingTo: outFile)
    process.standardError = try FileHandle(forWritingTo: errFile)
    let (ends, end) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    let number = process.processIdentifier
    let timer = Task {
      try await Task.sleep(for: .seconds(limit))
      kill(number, SIGKILL)
      return true
    }
    for await _ in ends {}
    process.waitUntilExit()
    timer.cancel()
    let isTooSlow = (try? await timer.value) ?? false
    return Outcome(
      code: process.terminationReason == .exit ? process.terminationStatus : nil,
      isTooSlow: isTooSlow, output: try Data(contentsOf: outFile),
      errors: try Data(contentsOf: errFile))
  }

  /// Runs a command on a file of this text.
  static func run(
    _ command: String, file: String, _ options: [String] = [], limit: Double = 120
  ) async throws -> Outcome {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(file.utf8))
    return try await run([command, "design.arch.yaml"] + options, in: scratch, limit: limit)
  }

  /// The ids of all exercises that there are.
  static let exerciseIDs: [String] = {
    let manager = FileManager.default
    let domains = (try? manager.contentsOfDirectory(atPath: exercises.path)) ?? []
    return domains.sorted().flatMap { domain -> [String] in
      let folder = exercises.appendingPathComponent(domain).path
      return ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        .map { "\(domain)/\($0)" }
    }.filter {
      manager.fileExists(atPath: exercises.appendingPathComponent("\($0)/exercise.yaml").path)
    }
  }()
}

/// A folder of its own for a test, removed with it.
final class Scratch: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its place.
  @discardableResult func write(_ name: String, _ data: Data) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  /// The names in the folder, sorted.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}
