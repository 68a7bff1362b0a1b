public import Diagnostics
public import PluginAPI
import ArchitectureModel
import YAMLTree

/// What a file of an exercise must get.
public struct Expectation: Sendable {
  /// The file.
  public var file: String
  /// Where it is written.
  public var span: SourceSpan
  /// The range of the score; nil where nothing is said.
  public var score: ClosedRange<Double>?
  /// Verdict per requirement: full, part or zero.
  public var requirements: [(id: String, verdict: String)]
  /// Outcome per check.
  public var checks: [(id: String, outcome: String)]
  /// Diagnostics with lines; not empty where the file must be refused.
  public var problems: [(code: String, line: Int)]
}

/// Reads `expect.yaml`.
public enum ExpectationReader {
  /// The expectations of a folder in order, with the problems of the file.
  public static func read(
    folder: String, plugins: PluginSet
  ) -> (expectations: [Expectation], problems: [Diagnostic], sources: SourceCatalog) {
    let file = "\(folder)/expect.yaml"
    var sources = SourceCatalog()
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try FolderReader.readRegular(file, named: file)
    } catch {
      return (
        [], [Diagnostic(code: error.code, severity: .error, message: error.message, span: nil)],
        sources
      )
    }
    sources.add(SourceText(name: file, text: String(decoding: bytes, as: UTF8.self)))
    let reading = YAMLReader().read(bytes: bytes, file: file)
    var bag = DiagnosticBag()
    bag.add(contentsOf: reading.diagnostics)
    guard let root = reading.root else { return ([], bag.all, sources) }
    var shapes = ShapeReader(plugins.vocabulary, file: file)
    let record = shapes.record(root, plugins.vocabulary.shape("expectations"), subject: "")
    bag.add(contentsOf: shapes.problems)
    let read = (record?["files"]?.map ?? []).compactMap { entry in
      entry.value.record.map { expectation(entry, $0) }
    }
    return (read, bag.all, sources)
  }

  private static func expectation(_ entry: ReadEntry, _ record: ReadRecord) -> Expectation {
    var score: ClosedRange<Double>?
    if let range = record["score"]?.record, let low = range["at_least"]?.number,
      let high = range["at_most"]?.number, low <= high
    {
      score = low...high
    }
    return Expectation(
      file: entry.key, span: entry.keySpan, score: score,
      requirements: (record["requirements"]?.map ?? []).map { ($0.key, $0.value.text ?? "") },
      checks: (record["checks"]?.map ?? []).map { ($0.key, $0.value.text ?? "") },
      problems: (record["problems"]?.items ?? []).compactMap(\.record).map {
        ($0["code"]?.text ?? "", ($0["line"]?.count ?? 0) ?? 0)
      })
  }
}
