public import ArchitectureModel
public import Diagnostics

/// What a check says.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// The defect is not there, and that was seen.
  case satisfied
  /// The defect is there.
  case violated
  /// Nobody stated what the check needs.
  case unknown
  /// There is nothing the check speaks of.
  case notApplicable = "not_applicable"
  /// The check could not be run.
  case notRun = "not_run"
}

/// How much a finding matters.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth saying.
  case info
  /// Costs or risks without need.
  case minor
  /// Works today, fails in a stated scenario.
  case major
  /// Misses the goal or breaks a duty of the domain.
  case blocker

  /// Compares by weight.
  public static func < (left: Severity, right: Severity) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// A number or word that was seen.
public struct Fact: Sendable, Hashable {
  /// What it is.
  public var name: String
  /// The value with its unit, as text.
  public var value: String

  /// Creates a fact.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What a check found about one subject.
public struct Finding: Sendable, Hashable {
  /// The id of the check; the core fills it in.
  public var check: String
  /// The outcome.
  public var outcome: Outcome
  /// How much it matters.
  public var severity: Severity
  /// The path of the element, such as `components.web` or `components.web.calls[0]`; empty for
  /// the whole design.
  public var subject: String
  /// The ids of the components concerned, for a fingerprint that survives edits.
  public var components: [String]
  /// Where it shows in the file, the main place first.
  public var places: [SourceSpan]
  /// One sentence in a student's words.
  public var message: String
  /// What was seen.
  public var facts: [Fact]
  /// Why it matters, a short chain.
  public var because: [String]
  /// What to do.
  public var remedy: String
  /// A textual change that would mend it, where there is one.
  public var fix: FixIt?

  /// Creates a finding.
  public init(
    _ outcome: Outcome, _ severity: Severity, subject: String = "", components: [String] = [],
    places: [SourceSpan] = [], message: String, facts: [Fact] = [], because: [String] = [],
    remedy: String = "", fix: FixIt? = nil
  ) {
    self.check = ""
    self.outcome = outcome
    self.severity = severity
    self.subject = subject
    self.components = components
    self.places = places
    self.message = message
    self.facts = facts
    self.because = because
    self.remedy = remedy
    self.fix = fix
  }

  /// `CHECK@component@component`: independent of position, so comparisons survive edits.
  public var fingerprint: String { ([check] + components).joined(separator: "@") }

  /// A satisfied finding about a component.
  public static func satisfied(_ component: Component, _ message: String) -> Finding {
    Finding(
      .satisfied, .info, subject: "components.\(component.id)", components: [component.id],
      places: [component.span], message: message)
  }

  /// The single answer of a check that has nothing to speak of.
  public static func notApplicable(_ message: String) -> Finding {
    Finding(.notApplicable, .info, message: message)
  }
}
