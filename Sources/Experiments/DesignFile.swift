public import ExerciseFiles

/// A design as a file that can be read again and again.
public struct DesignFile: Sendable {
  /// The content.
  public var bytes: [UInt8]
  /// The name for diagnostics and reports.
  public var name: String
  /// Gives the files that it names.
  public var folder: FolderReader

  /// Creates a design.
  public init(bytes: [UInt8], name: String, folder: FolderReader) {
    self.bytes = bytes
    self.name = name
    self.folder = folder
  }
}
