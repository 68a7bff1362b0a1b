/// A rule of good design that can be judged from evidence.
///
/// Implementers: return one finding per subject judged, satisfied ones too. Returning nothing
/// means *not applicable*. A check is pure and total: any architecture that the reader accepts may
/// come. It never throws; where it needs what nobody stated it answers *unknown*.
public protocol Check: Sendable {
  /// The page: what the check is, with its examples.
  var page: CheckPage { get }
  /// What the check finds.
  func findings(in evidence: Evidence) -> [Finding]
}

/// What a check needs to have seen.
public enum EvidenceStage: String, Sendable, Hashable {
  /// The architecture alone.
  case architecture
  /// Measurements of the simulation as well.
  case measurements
}

/// The page of a check: documentation, tests and `explain` are made from it.
public struct CheckPage: Sendable, Hashable {
  /// The id, `domain.defect` in kebab-case; for ever.
  public var id: String
  /// Earlier or foreign ids of the same check.
  public var aliases: [String]
  /// The title, a noun phrase naming the defect.
  public var title: String
  /// The severity of a violation; a finding may say less or more.
  public var severity: Severity
  /// One sentence.
  public var summary: String
  /// Why it matters.
  public var why: String
  /// How it is detected.
  public var detection: String
  /// When it is wrong.
  public var falsePositives: String
  /// What to do.
  public var remedy: String
  /// Who says so.
  public var sources: [String]
  /// What the check needs to have seen.
  public var needs: EvidenceStage
  /// Inputs on which it is satisfied somewhere, or has nothing to speak of.
  public var passing: [CheckExample]
  /// Inputs on which it is violated; after the first, also some on which it can only ask.
  public var failing: [CheckExample]

  /// Creates a page.
  public init(
    id: String, aliases: [String] = [], title: String, severity: Severity, summary: String,
    why: String, detection: String, falsePositives: String, remedy: String, sources: [String],
    needs: EvidenceStage = .architecture, passing: [CheckExample], failing: [CheckExample]
  ) {
    self.id = id
    self.aliases = aliases
    self.title = title
    self.severity = severity
    self.summary = summary
    self.why = why
    self.detection = detection
    self.falsePositives = falsePositives
    self.remedy = remedy
    self.sources = sources
    self.needs = needs
    self.passing = passing
    self.failing = failing
  }
}

/// An input on which a check's verdict is known.
///
/// The text is an architecture without `format:` and `entry:` where those may be left to the
/// harness: it adds `format: arch/1`, and `entry:` with the first component, at the END of the
/// document, so that line numbers stay true. A line that ends in `# expect: CHECK-ID` must get a
/// violated finding whose first place is on that line; `# unknown: CHECK-ID` an unknown one.
/// Nothing else of the check may be violated.
public struct CheckExample: Sendable, Hashable {
  /// The YAML text.
  public var text: String
  /// The file of the example, for failures that point into the check.
  public var file: String
  /// The line of the example.
  public var line: Int

  /// Creates an example; file and line are those of the call.
  public init(_ text: String, file: String = #fileID, line: Int = #line) {
    self.text = text
    self.file = file
    self.line = line
  }
}
