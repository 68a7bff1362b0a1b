import PluginAPI
import Foundation

/// The folders of exercises below one directory.
public struct ExerciseLibrary: Sendable {
  /// The directory, such as `Exercises`.
  public let root: String

  /// Creates a library.
  public init(root: String) { self.root = root }

  /// Looks for a library: the given directory, the variable `WINDTUNNEL_EXERCISES`, upwards from
  /// the working folder, then beside the installed binary.
  public static func find(
    given: String?, environment: [String: String], workingFolder: String, binary: String
  ) -> ExerciseLibrary? {
    if let given { return isFolder(given) ? ExerciseLibrary(root: given) : nil }
    if let named = environment["WINDTUNNEL_EXERCISES"], isFolder(named) {
      return ExerciseLibrary(root: named)
    }
    var here = workingFolder
    while !here.isEmpty, here != "/" {
      if isFolder(here + "/Exercises") { return ExerciseLibrary(root: here + "/Exercises") }
      here = (here as NSString).deletingLastPathComponent
    }
    let real = URL(fileURLWithPath: binary).resolvingSymlinksInPath().path
    let bin = (real as NSString).deletingLastPathComponent
    let installed = "\(bin)/../share/windtunnel/Exercises"
    if isFolder(installed) { return ExerciseLibrary(root: installed) }
    // Built from source, it stands a few folders below them.
    var above = bin
    for _ in 0..<5 where above != "/" {
      if isFolder(above + "/Exercises") { return ExerciseLibrary(root: above + "/Exercises") }
      above = (above as NSString).deletingLastPathComponent
    }
    return nil
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The ids of all exercises, sorted.
  public var ids: [String] {
    let domains = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return domains.sorted().flatMap { domain -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(domain)")) ?? []
      return names.sorted().filter {
        FileManager.default.fileExists(atPath: "\(root)/\(domain)/\($0)/exercise.yaml")
      }.map { "\(domain)/\($0)" }
    }
  }

  /// The folder of an id.
  public func folder(of id: String) -> String { "\(root)/\(id)" }

  /// The files of an exercise that end in `.arch.yaml`, sorted.
  public func answers(of id: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: id))) ?? []
    return files.filter { $0.hasSuffix(".arch.yaml") }.sorted()
  }
}
