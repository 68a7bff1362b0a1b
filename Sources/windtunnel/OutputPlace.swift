import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a document goes, found out before anything is written.
///
/// A regular file is replaced as a whole. A device, a pipe or anything below `/dev` and `/proc` is
/// only ever written into: to replace it would take it away from every other program.
enum OutputPlace {
  /// Standard output.
  case standardOutput
  /// Something that is written into.
  case stream(String)
  /// A file, or a name that is free; links are followed, so that a link stays one.
  case file(String)

  init(_ path: String) {
    if ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path) {
      self = .standardOutput
      return
    }
    var here = path
    // As many links as Linux follows before it gives up.
    for _ in 0..<40 {
      if ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(here) {
        self = .standardOutput
        return
      }
      if Self.isOfTheSystem(here) {
        self = .stream(here)
        return
      }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: here) else {
        break
      }
      let folder = URL(fileURLWithPath: here).deletingLastPathComponent()
      here =
        next.hasPrefix("/")
        ? next : folder.appendingPathComponent(next).standardizedFileURL.path
    }
    self = Self.isStream(here) ? .stream(here) : .file(here)
  }

  private static func isOfTheSystem(_ path: String) -> Bool {
    let full = URL(fileURLWithPath: path).standardizedFileURL
    // A folder on the way may be a link itself.
    let real = full.deletingLastPathComponent().resolvingSymlinksInPath().path + "/"
    return ["/dev/", "/proc/", "/sys/"].contains { full.path.hasPrefix($0) || real.hasPrefix($0) }
  }

  /// Whether a path leads to a pipe, a device or a socket.
  private static func isStream(_ path: String) -> Bool {
    var found = stat()
    guard stat(path, &found) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(found.st_mode & S_IFMT)
  }
}
