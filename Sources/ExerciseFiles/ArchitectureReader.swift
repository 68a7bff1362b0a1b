public import ArchitectureModel
public import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// What a submission may refer to besides itself.
public struct ExerciseFrame: Sendable {
  /// The id of the exercise.
  public var id: String
  /// Its operations.
  public var operations: [String]
  /// Its data classes.
  public var data: [DataClass]
  /// Its places.
  public var places: [String]
  /// Kinds that may not be used.
  public var forbiddenKinds: [String]

  /// Creates a frame.
  public init(
    id: String, operations: [String], data: [DataClass], places: [String],
    forbiddenKinds: [String] = []
  ) {
    self.id = id
    self.operations = operations
    self.data = data
    self.places = places
    self.forbiddenKinds = forbiddenKinds
  }
}

/// What is believed of the numbers that a design states about itself.
public enum ClaimPolicy: Sendable, Hashable {
  /// What is written is used.
  case asWritten
  /// Numbers better than those of the kind are replaced, but for the allowed field paths, which
  /// are held to the plausible range.
  case graded(allowed: [String])
}

/// A design as read: complete, or the problems that prevent it.
public struct ArchitectureReading: Sendable {
  /// The design; nil where there are errors.
  public var architecture: Architecture?
  /// The problems, sorted.
  public var problems: [Diagnostic]
  /// The claims, in the order of the file.
  public var claims: [Claim]
  /// The texts, for excerpts.
  public var sources: SourceCatalog
  /// The exercise that the file names, also where there are errors.
  public var exercise: String?
}

/// Reads architecture files.
public struct ArchitectureReader: Sendable {
  /// The words of the language.
  public let vocabulary: Vocabulary
  /// What a submission may refer to; nil for a file of its own.
  public let frame: ExerciseFrame?
  /// What is believed.
  public let claims: ClaimPolicy

  /// Creates a reader.
  public init(
    _ vocabulary: Vocabulary, frame: ExerciseFrame? = nil, claims: ClaimPolicy = .asWritten
  ) {
    self.vocabulary = vocabulary
    self.frame = frame
    self.claims = claims
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name for diagnostics.
  ///   - folder: Gives the files that it names.
  ///   - changes: What is put into the file or taken out of it before it is judged, in order.
  /// - Returns: The design, or the problems that prevent it.
  public func read(
    bytes: [UInt8], file: String, folder: FolderReader = FolderReader(folder: nil),
    changes: [FileChange] = []
  ) -> ArchitectureReading {
    let reading = YAMLReader().read(bytes: bytes, file: file)
    var sources = SourceCatalog()
    sources.add(SourceText(name: file, text: String(decoding: bytes, as: UTF8.self)))
    var bag = DiagnosticBag()
    bag.add(contentsOf: reading.diagnostics)
    guard var root = reading.root else {
      return ArchitectureReading(
        architecture: nil, problems: bag.all, claims: [], sources: sources, exercise: nil)
    }
    for change in changes {
      let (placement, problem) = ChangePlacer(vocabulary: vocabulary, change: change)
        .placed(in: root)
      if let placement { root = placement.root }
      if let problem { bag.add(problem) }
    }
    var shapes = ShapeReader(vocabulary, file: file)
    let record = shapes.record(root, vocabulary.shape("architecture"), subject: "")
    bag.add(contentsOf: Self.withoutFollowUps(shapes.problems, of: reading.diagnostics))
    guard let record else {
      return ArchitectureReading(
        architecture: nil, problems: bag.all, claims: [], sources: sources, exercise: nil)
    }
    var builder = ArchitectureBuilder(
      vocabulary, frame: frame, policy: claims, file: file, folder: folder, root: record)
    var architecture = builder.build()
    architecture.claims = builder.claims
    bag.add(contentsOf: Self.withoutFollowUps(builder.problems, of: reading.diagnostics))
    for text in builder.texts { sources.add(text) }
    if changes.isEmpty, !bag.hasErrors, record["variants"] != nil {
      bag.add(contentsOf: variantProblems(bytes, file: file, folder: folder))
    }
    return ArchitectureReading(
      architecture: bag.hasErrors ? nil : architecture, problems: bag.all,
      claims: builder.claims, sources: sources, exercise: record["exercise"]?.text)
  }

  /// The problems without those that only follow from a value that was refused as YAML: what it
  /// would have declared is missing then.
  private static func withoutFollowUps(
    _ problems: [Diagnostic], of refused: [Diagnostic]
  ) -> [Diagnostic] {
    guard
      refused.contains(where: { $0.severity == .error && $0.code != "yaml.duplicate-key" })
    else { return problems }
    let missing = [
      "arch.no-components", "arch.unknown-component", "arch.missing-entry", "arch.empty-value",
    ]
    return problems.filter { !missing.contains($0.code) }
  }

  /// The type of the values that stand at the place of a change; nil where the path leads nowhere.
  public func fieldType(at change: FileChange, in bytes: [UInt8]) -> FieldType? {
    YAMLReader().read(bytes: bytes, file: "").root.flatMap {
      ChangePlacer(vocabulary: vocabulary, change: change).placed(in: $0).placement?.type
    }
  }

  /// The exercise that a file names, without judging the file; nil where it names none.
  public static func exercise(of bytes: [UInt8]) -> String? {
    YAMLReader().read(bytes: bytes, file: "").root?["exercise"]?.scalarText
  }

  /// Whether a file has a load of its own, or cannot be read at all.
  public static func hasWorkload(_ bytes: [UInt8]) -> Bool {
    guard let root = YAMLReader().read(bytes: bytes, file: "").root else { return true }
    return root["workload"] != nil
  }
}
