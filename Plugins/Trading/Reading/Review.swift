import ArchitectureModel
import Diagnostics
import PluginAPI

/// Collects what is wrong and what is not stated about one component, and makes one finding.
struct Review {
  let component: Component
  let severity: Severity
  private(set) var problems: [String] = []
  private(set) var questions: [String] = []
  private(set) var places: [SourceSpan] = []
  private(set) var facts: [Fact] = []

  init(_ component: Component, _ severity: Severity) {
    self.component = component
    self.severity = severity
  }

  /// Notes a defect, continuing a sentence that begins with the component.
  mutating func problem(_ text: String, at place: SourceSpan? = nil) {
    problems.append(text)
    if let place { places.append(place) }
  }

  /// Notes something that nobody stated, as the end of "does not say ...".
  mutating func question(_ text: String) { questions.append(text) }

  /// Notes what was seen.
  mutating func fact(_ name: String, _ value: String) { facts.append(Fact(name, value)) }

  /// Judges a flag: `no` is a problem, nothing a question.
  mutating func flag(_ value: ReadValue?, no problem: String, unstated question: String) {
    guard let value, let flag = value.flag else { return self.question(question) }
    if !flag { self.problem(problem, at: value.span) }
  }

  /// The finding: violated where there is a problem, else unknown where there is a question.
  func finding(good: String, because: [String], remedy: String, severity: Severity? = nil)
    -> Finding
  {
    let path = "components.\(component.id)"
    if !problems.isEmpty {
      return Finding(
        .violated, severity ?? self.severity, subject: path, components: [component.id],
        places: places.isEmpty ? [component.span] : places,
        message: "'\(component.id)' \(problems.joined(separator: ", and "))", facts: facts,
        because: because, remedy: remedy)
    }
    if !questions.isEmpty {
      return Finding(
        .unknown, severity ?? self.severity, subject: path, components: [component.id],
        places: [component.span],
        message: "'\(component.id)' does not say \(questions.joined(separator: ", nor "))",
        facts: facts, because: because, remedy: "State it: \(remedy)")
    }
    return Finding(
      .satisfied, .info, subject: path, components: [component.id], places: [component.span],
      message: "'\(component.id)' \(good)", facts: facts)
  }
}

/// Words for numbers.
enum Words {
  /// A plain number with at most two decimals below 100, none above.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    if value.magnitude >= 100 { return String(Int(value.rounded())) }
    let hundredths = Int((value * 100).rounded())
    let whole = hundredths / 100
    let rest = abs(hundredths % 100)
    if rest == 0 { return String(whole) }
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Whole messages a second, such as `200000 msg/s`.
  static func rate(_ perSecond: Double) -> String {
    perSecond.isFinite && perSecond < 1e15 ? "\(number(perSecond)) msg/s" : "without limit"
  }

  /// Ids in quotes, joined by commas.
  static func quoted(_ ids: [String]) -> String {
    ids.map { "'\($0)'" }.joined(separator: ", ")
  }
}
