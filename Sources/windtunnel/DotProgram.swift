import ArgumentParser
import Foundation
import Reporting

/// Who places the boxes of a diagram.
enum LayoutChoice: String, ExpressibleByArgument, CaseIterable {
  /// Graphviz where it is installed, otherwise our own layout.
  case auto
  /// Our own layout: the same bytes on every machine.
  case plain
}

/// How diagrams are placed.
struct DiagramOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who places a diagram: auto takes Graphviz's dot where it is on the PATH, plain never.",
      discussion: "'plain' gives the same bytes on every machine."))
  var layout = LayoutChoice.auto

  /// Pixels that a picture may be wide before it is turned.
  private static let widest = 1500.0

  /// The diagram with its places.
  func placed(_ diagram: Diagram) -> PlacedDiagram {
    guard layout == .auto, let program = DotProgram.find() else {
      return diagram.placed(by: nil)
    }
    let upright = diagram.placed(by: program.answer(to: diagram.layoutRequest(sideways: false)))
    // A page is read downwards: what is too wide for it may be narrower when turned.
    guard upright.isByGraphviz, upright.width > Self.widest else { return upright }
    let turned = diagram.placed(by: program.answer(to: diagram.layoutRequest(sideways: true)))
    return turned.isByGraphviz && turned.width < upright.width ? turned : upright
  }
}

/// Graphviz's `dot`, run so that it can do no harm.
///
/// It gets numbers and sizes but no name, an environment of nothing but a locale, its input and
/// output as files of a private folder, and a few seconds; whatever goes wrong, there is no answer
/// and the caller places the diagram itself.
struct DotProgram {
  /// Seconds after which it is killed.
  static let timeLimit = 5.0
  /// Bytes of an answer that are read at most.
  static let mostBytes = 32 << 20

  let path: String
  var seconds = timeLimit

  /// The program on the PATH; folders that are not absolute are passed over.
  static func find() -> DotProgram? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders where folder.hasPrefix("/") {
      let path = "\(folder)/dot"
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
        FileManager.default.isExecutableFile(atPath: path)
      {
        return DotProgram(path: path)
      }
    }
    return nil
  }

  /// What it prints as JSON; nil where it fails, is too slow or says too much.
  func answer(to request: String) -> String? {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory
      .appendingPathComponent("windtunnel-dot-\(UUID().uuidString)")
    defer { try? manager.removeItem(at: folder) }
    do {
      try manager.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      let input = folder.appendingPathComponent("in")
      let output = folder.appendingPathComponent("out")
      try Data(request.utf8).write(to: input)
      try Data().write(to: output)
      guard try run(in: folder, input, output) else { return nil }
      let size = try manager.attributesOfItem(atPath: output.path)[.size] as? Int ?? 0
      guard size <= Self.mostBytes else { return nil }
      return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    } catch {
      return nil
    }
  }

  /// Whether it ended by itself and in good order.
  private func run(in folder: URL, _ input: URL, _ output: URL) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-Tjson0"]
    process.environment = ["LC_ALL": "C"]
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if ended.wait(timeout: .now() + seconds) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      _ = ended.wait(timeout: .now() + 1)
      return false
    }
    return process.terminationReason == .exit && process.terminationStatus == 0
  }
}
