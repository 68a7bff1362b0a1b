import ArchitectureModel
import Diagnostics
public import PluginAPI
import Quantities
import YAMLTree

/// Reads exercises from their folders.
public struct ExerciseReader: Sendable {
  /// The active plugins.
  public let plugins: PluginSet
  /// The seed from which the parameters of a variant are drawn; nil takes the first value of each.
  public let variant: UInt64?

  /// Creates a reader.
  public init(_ plugins: PluginSet, variant: UInt64? = nil) {
    self.plugins = plugins
    self.variant = variant
  }

  /// Reads `exercise.yaml` of a folder.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - id: `domain/name`, which the file must repeat.
  /// - Returns: The exercise, or the problems that prevent it.
  public func read(folder: String, id: String) -> ExerciseReading {
    let file = "\(folder)/exercise.yaml"
    var bag = DiagnosticBag()
    var sources = SourceCatalog()
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try FolderReader.readRegular(file, named: file)
    } catch {
      bag.add(
        Diagnostic(code: error.code, severity: .error, message: error.message, span: nil))
      return ExerciseReading(exercise: nil, problems: bag.all, sources: sources)
    }
    sources.add(SourceText(name: file, text: String(decoding: bytes, as: UTF8.self)))
    let reading = YAMLReader().read(bytes: bytes, file: file)
    bag.add(contentsOf: reading.diagnostics)
    guard let root = reading.root else {
      return ExerciseReading(exercise: nil, problems: bag.all, sources: sources)
    }
    var shapes = ShapeReader(plugins.vocabulary, file: file)
    let record = shapes.record(root, plugins.vocabulary.shape("exercise"), subject: "")
    bag.add(contentsOf: shapes.problems)
    guard let record, !bag.hasErrors else {
      return ExerciseReading(exercise: nil, problems: bag.all, sources: sources)
    }
    var builder = ExerciseBuilder(
      plugins: plugins, variant: variant, folder: folder, id: id, root: record)
    let exercise = builder.build()
    bag.add(contentsOf: builder.problems)
    if let prices = builder.priceSource { sources.add(prices) }
    return ExerciseReading(
      exercise: bag.hasErrors ? nil : exercise, problems: bag.all, sources: sources)
  }
}
