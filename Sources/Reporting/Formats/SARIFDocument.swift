import Diagnostics
public import PluginAPI

/// Problems and findings as a SARIF log, which editors and code hosts show beside the lines.
///
/// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 2020.
public enum SARIFDocument {
  /// The log as indented JSON with sorted keys and a line end.
  ///
  /// Problems of the file come first, then the violated findings, then those on which nobody stated
  /// what a check needs (`kind: open`). What is satisfied or does not apply is left out: code hosts
  /// would show it as an alert.
  ///
  /// - Parameters:
  ///   - result: The file as a command left it.
  ///   - plugins: Give the pages of the checks.
  /// - Returns: The text of the log.
  public static func json(_ result: FileResult, plugins: PluginSet) -> String {
    log(result, plugins).text
  }

  static func log(_ result: FileResult, _ plugins: PluginSet) -> JSONValue {
    let open = result.findings.filter { $0.outcome == .violated || $0.outcome == .unknown }
    let rules = Set(result.problems.map(\.code) + open.map(\.check)).sorted()
    var index: [String: Int] = [:]
    for (position, rule) in rules.enumerated() { index[rule] = position }
    var prints = Fingerprints()
    var results: [JSONValue] = []
    for problem in result.problems {
      let print = prints.next(stem(problem, result.sources))
      results.append(entry(problem, index[problem.code] ?? -1, print, result.file))
    }
    for finding in open {
      let print = prints.next(finding.fingerprint)
      results.append(entry(finding, index[finding.check] ?? -1, print, result.file))
    }
    let parts = result.tool.split(separator: " ").map(String.init)
    return .object([
      "$schema": .string(
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
      ),
      "version": .string("2.1.0"),
      "runs": .array([
        .object([
          "tool": .object([
            "driver": .object([
              "name": .string("Windtunnel"), "version": .string(parts.last ?? ""),
              "semanticVersion": .string(parts.last ?? ""),
              "rules": .array(rules.map { SARIFRule.rule($0, plugins, open) }),
            ])
          ]),
          "columnKind": .string("unicodeCodePoints"),
          "invocations": .array([
            .object(["executionSuccessful": .bool(result.report?.isComplete ?? true)])
          ]),
          "results": .array(results),
        ])
      ]),
    ])
  }

  // MARK: Results

  private static func entry(
    _ problem: Diagnostic, _ rule: Int, _ fingerprint: String, _ file: String
  ) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("ruleId", .string(problem.code)), ("ruleIndex", .integer(rule)), ("kind", .string("fail")),
      ("level", .string(problem.severity == .error ? "error" : "warning")),
      ("message", message([problem.message] + (problem.fix.map { ["Fix: \($0.message)"] } ?? []))),
      ("locations", .array([location(problem.span, file)])),
      ("partialFingerprints", .object(["element/v1": .string(fingerprint)])),
    ]
    let notes = problem.notes.filter { $0.span != nil }
    if !notes.isEmpty {
      fields.append(
        (
          "relatedLocations",
          .array(notes.enumerated().map { related($0, $1.span, $1.message, file) })
        ))
    }
    if let fix = self.fix(problem.fix) { fields.append(("fixes", fix)) }
    return .object(pairs: fields)
  }

  private static func entry(
    _ finding: Finding, _ rule: Int, _ fingerprint: String, _ file: String
  ) -> JSONValue {
    let isOpen = finding.outcome == .unknown
    var main = location(finding.places.first, file)
    if !finding.subject.isEmpty, case .object(var members) = main {
      members["logicalLocations"] = .array([
        .object([
          "fullyQualifiedName": .string(finding.subject), "kind": .string("element"),
        ])
      ])
      main = .object(members)
    }
    var fields: [(String, JSONValue)] = [
      ("ruleId", .string(finding.check)), ("ruleIndex", .integer(rule)),
      ("kind", .string(isOpen ? "open" : "fail")),
      ("level", .string(isOpen ? "none" : level(finding.severity))),
      (
        "message",
        message(
          [finding.message] + finding.because.map { "Because \($0)" }
            + (finding.remedy.isEmpty ? [] : ["Do: \(finding.remedy)"]))
      ),
      ("locations", .array([main])),
      ("partialFingerprints", .object(["element/v1": .string(fingerprint)])),
      (
        "properties",
        .object([
          "severity": .string(finding.severity.rawValue),
          "outcome": .string(finding.outcome.rawValue),
          "facts": .object(pairs: finding.facts.map { ($0.name, .string($0.value)) }),
        ])
      ),
    ]
    if finding.places.count > 1 {
      fields.append(
        (
          "relatedLocations",
          .array(finding.places.dropFirst().enumerated().map { related($0, $1, nil, file) })
        ))
    }
    if let fix = self.fix(finding.fix) { fields.append(("fixes", fix)) }
    return .object(pairs: fields)
  }

  /// Blockers are errors, what fails in a stated case a warning, the rest notes.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .blocker: "error"
    case .major: "warning"
    case .minor, .info: "note"
    }
  }

  private static func message(_ sentences: [String]) -> JSONValue {
    .object([
      "text": .string(sentences.map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: "\n"))
    ])
  }

  // MARK: Places

  /// The place; the file as a whole where there is none.
  private static func location(_ span: SourceSpan?, _ file: String) -> JSONValue {
    var physical: [String: JSONValue] = [
      "artifactLocation": .object(["uri": .string(FileAddress.uri(span?.file ?? file))])
    ]
    if let span { physical["region"] = region(span) }
    return .object(["physicalLocation": .object(physical)])
  }

  private static func related(
    _ id: Int, _ span: SourceSpan?, _ message: String?, _ file: String
  ) -> JSONValue {
    guard case .object(var fields) = location(span, file) else { return .null }
    fields["id"] = .integer(id + 1)
    if let message { fields["message"] = self.message([message]) }
    return .object(fields)
  }

  /// Lines and columns from 1; the end is the column after the last, as in our spans.
  private static func region(_ span: SourceSpan) -> JSONValue {
    let start = span.start
    let end = max(start, span.end)
    return .object([
      "startLine": .integer(max(1, start.line)), "startColumn": .integer(max(1, start.column)),
      "endLine": .integer(max(1, end.line)), "endColumn": .integer(max(1, end.column)),
    ])
  }

  private static func fix(_ fix: FixIt?) -> JSONValue? {
    guard let fix, !fix.edits.isEmpty else { return nil }
    var files: [String] = []
    for edit in fix.edits where !files.contains(edit.span.file) { files.append(edit.span.file) }
    let changes = files.map { file -> JSONValue in
      .object([
        "artifactLocation": .object(["uri": .string(FileAddress.uri(file))]),
        "replacements": .array(
          fix.edits.filter { $0.span.file == file }.map { edit in
            .object([
              "deletedRegion": region(edit.span),
              "insertedContent": .object(["text": .string(edit.replacement)]),
            ])
          }),
      ])
    }
    return .array([
      .object([
        "description": .object(["text": .string(fix.message)]), "artifactChanges": .array(changes),
      ])
    ])
  }

  // MARK: Fingerprints

  /// The code of a problem with the text that it points at, which moves with the line.
  private static func stem(_ problem: Diagnostic, _ sources: SourceCatalog) -> String {
    guard let span = problem.span, let line = sources[span.file]?.line(span.start.line) else {
      return "\(problem.code)@"
    }
    let text = Array(line.unicodeScalars)
    let from = min(text.count, max(0, span.start.column - 1))
    let to = span.end.line > span.start.line ? text.count : min(text.count, span.end.column - 1)
    let marked = from < to ? text[from..<to] : text[...]
    var word = String.UnicodeScalarView()
    word.append(contentsOf: marked.prefix(80))
    return "\(problem.code)@\(String(word).split(separator: " ").joined(separator: " "))"
  }

  /// Fingerprints that no two results share: repeats are numbered in the order of the log.
  private struct Fingerprints {
    private var seen: [String: Int] = [:]

    mutating func next(_ stem: String) -> String {
      let count = (seen[stem] ?? 0) + 1
      seen[stem] = count
      return count == 1 ? stem : "\(stem)#\(count)"
    }
  }
}
