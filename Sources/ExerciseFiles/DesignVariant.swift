import ArchitectureModel
public import Diagnostics
import YAMLTree

/// An alternative that a design's file describes beside it, under `variants`.
public struct DesignVariant: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Where the name is written.
  public var span: SourceSpan
  /// What it changes, in order: what is set, then what is removed.
  public var changes: [FileChange]

  /// The alternatives of a file in its order; none where it cannot be read.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name for diagnostics.
  /// - Returns: The alternatives.
  public static func all(of bytes: [UInt8], file: String) -> [DesignVariant] {
    guard let root = YAMLReader().read(bytes: bytes, file: file).root else { return [] }
    return (root["variants"]?.entries ?? []).map { entry in
      let set = (entry.value["set"]?.entries ?? []).map {
        FileChange(path: $0.key, span: $0.keySpan, action: .set($0.value))
      }
      let removed = entry.value["remove"]
      let items = removed?.items ?? removed.map { [$0] } ?? []
      let gone = items.compactMap { item in
        item.scalarText.map { FileChange(path: $0, span: item.span, action: .remove) }
      }
      return DesignVariant(name: entry.key, span: entry.keySpan, changes: set + gone)
    }
  }
}

extension ArchitectureReader {
  /// What is wrong with the alternatives of a file that is itself right: each is read as a file of
  /// its own.
  func variantProblems(_ bytes: [UInt8], file: String, folder: FolderReader) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for variant in DesignVariant.all(of: bytes, file: file) {
      if variant.changes.isEmpty {
        result.append(
          Diagnostic(
            code: "arch.empty-value", severity: .error,
            message: "the variant '\(variant.name)' changes nothing", span: variant.span,
            notes: [DiagnosticNote(message: "allowed: 'set', 'remove' or both, with a path")]))
        continue
      }
      let reading = read(bytes: bytes, file: file, folder: folder, changes: variant.changes)
      result += reading.problems.filter { $0.severity == .error }.map { problem in
        var told = problem
        told.message = "in the variant '\(variant.name)': \(problem.message)"
        return told
      }
    }
    return result
  }
}
