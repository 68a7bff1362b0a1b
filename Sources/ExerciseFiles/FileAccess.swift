import Foundation

/// Reads the files that a file may name: below its own folder, without links, of limited size.
public struct FolderReader: Sendable {
  /// The folder; nil where there is none, as for standard input, and no file may be named.
  public let folder: String?
  /// The greatest size in bytes.
  public let limit: Int

  /// Creates a reader of a folder.
  public init(folder: String?, limit: Int = 4 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// Why a file could not be read, in words.
  public struct Problem: Error, Sendable, Hashable {
    /// The code of the diagnostic.
    public var code: String
    /// The message.
    public var message: String
  }

  /// The content of a file below the folder.
  public func read(_ path: String) throws(Problem) -> [UInt8] {
    guard let folder else {
      throw Problem(
        code: "file.no-folder", message: "'\(path)' cannot be read: this input has no folder")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0),
      parts.allSatisfy({ $0 != ".." && $0 != "." && !$0.isEmpty })
    else {
      throw Problem(
        code: "file.outside-folder",
        message: "'\(path)' is not a path below the folder of the file that names it")
    }
    var here = folder
    for part in parts {
      here += "/" + part
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: here) else {
        throw Problem(code: "file.missing", message: "there is no file '\(path)'")
      }
      if attributes[.type] as? FileAttributeType == .typeSymbolicLink {
        throw Problem(code: "file.link", message: "'\(path)' leads through a link")
      }
      // A pipe would be waited for, and a device need not end.
      let isFile = attributes[.type] as? FileAttributeType == .typeRegular
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      guard isFile || isFolder else {
        throw Problem(
          code: "file.unreadable", message: "'\(path)' is a pipe or a device, not a file")
      }
    }
    return try Self.readRegular(here, named: path, limit: limit)
  }

  /// The content of a regular file of limited size.
  public static func readRegular(
    _ path: String, named name: String, limit: Int = 4 << 20
  ) throws(Problem) -> [UInt8] {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw Problem(code: "file.missing", message: "there is no file '\(name)'")
    }
    let type = attributes[.type] as? FileAttributeType
    if type == .typeDirectory {
      throw Problem(code: "file.folder", message: "'\(name)' is a folder, not a file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? (attributes[.size] as? Int) ?? 0
    guard size <= limit else {
      throw Problem(
        code: "file.too-large", message: "'\(name)' has \(size) bytes; the limit is \(limit) bytes")
    }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: limit + 1)
    else {
      guard size == 0 else {
        throw Problem(code: "file.unreadable", message: "'\(name)' cannot be read")
      }
      return []
    }
    guard data.count <= limit else {
      throw Problem(
        code: "file.too-large", message: "'\(name)' has more than \(limit) bytes, the limit")
    }
    return [UInt8](data)
  }
}
