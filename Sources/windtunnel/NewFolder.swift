import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Makes a folder with its files at once or not at all.
enum NewFolder {
  /// Why there is no new folder, in words.
  struct Problem: Error {
    var message: String
  }

  /// Writes files below a folder that does not exist or is empty.
  ///
  /// Everything is written beside the place first and then moved there in one step, which the system
  /// refuses where something is already; so nothing is overwritten, also not by two runs at once.
  ///
  /// - Parameters:
  ///   - files: Paths below the folder with their texts.
  ///   - path: The folder; missing folders on the way to it are made in the same step.
  /// - Throws: `Problem`; nothing is left behind then.
  static func write(_ files: [(path: String, text: String)], to path: String) throws(Problem) {
    let manager = FileManager.default
    let target = URL(fileURLWithPath: path).standardizedFileURL
    let here = URL(fileURLWithPath: manager.currentDirectoryPath).standardizedFileURL
    guard target.path != here.path, !here.path.hasPrefix(target.path + "/") else {
      throw Problem(message: "'\(path)' is the folder you are in; name another one")
    }
    if isTaken(target.path) {
      throw Problem(message: "'\(path)' exists already; name another folder")
    }
    // The topmost folder that is missing is what appears at last.
    var top = target
    var below: [String] = []
    while !manager.fileExists(atPath: top.deletingLastPathComponent().path) {
      below.insert(top.lastPathComponent, at: 0)
      top = top.deletingLastPathComponent()
    }
    let stage = top.deletingLastPathComponent()
      .appendingPathComponent(".windtunnel-start-\(UUID().uuidString)")
    defer { try? manager.removeItem(at: stage) }
    do {
      let root = below.reduce(stage) { $0.appendingPathComponent($1) }
      try manager.createDirectory(at: root, withIntermediateDirectories: true)
      for (name, text) in files {
        let file = root.appendingPathComponent(name)
        try manager.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    } catch {
      throw Problem(message: "'\(path)' cannot be made: \(error.localizedDescription)")
    }
    // POSIX rename takes the place of an empty folder, and of nothing else.
    guard rename(stage.path, top.path) == 0 else {
      throw Problem(message: "'\(path)' cannot be made: \(String(cString: strerror(errno)))")
    }
  }

  /// Whether something other than an empty folder is there; a link counts as something.
  private static func isTaken(_ path: String) -> Bool {
    guard let found = try? FileManager.default.attributesOfItem(atPath: path) else { return false }
    guard found[.type] as? FileAttributeType == .typeDirectory else { return true }
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return names.map { !$0.isEmpty } ?? true
  }
}
