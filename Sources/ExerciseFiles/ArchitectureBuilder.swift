import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// Makes the typed design from the record as read: fills in defaults with their origin and
/// resolves references.
struct ArchitectureBuilder {
  let vocabulary: Vocabulary
  let frame: ExerciseFrame?
  let policy: ClaimPolicy
  let file: String
  let folder: FolderReader
  let root: ReadRecord
  var problems: [Diagnostic] = []
  var claims: [Claim] = []
  var componentIDs: [String] = []
  var componentKinds: [String: KindRecord] = [:]
  var siteIDs: [String] = []
  var builtSites: [Site] = []
  var dataIDs: [String] = []
  var boundaryIDs: [String] = []
  var operations: [String] = []
  var distributions: [String: Spread] = [:]
  var defaultCache: [String: ReadValue] = [:]
  var linkCounts: [String: Int] = [:]
  /// Recorded arrivals by the path of their file.
  var traces: [String: TraceTable] = [:]
  /// Other files that problems point into.
  var texts: [SourceText] = []
  /// Calls that say what they may see, or may.
  var freshReads: [Call] = []

  init(
    _ vocabulary: Vocabulary, frame: ExerciseFrame?, policy: ClaimPolicy, file: String,
    folder: FolderReader, root: ReadRecord
  ) {
    self.vocabulary = vocabulary
    self.frame = frame
    self.policy = policy
    self.file = file
    self.folder = folder
    self.root = root
  }

  mutating func build() -> Architecture {
    var architecture = Architecture(file: file, span: root.span)
    collectNames()
    if isTooLarge() { return architecture }
    if let exercise = root["exercise"], let id = exercise.text {
      architecture.exercise = Setting(id, .stated(exercise.span))
    }
    architecture.name = root["name"]?.text ?? ""
    architecture.summary = root["summary"]?.text ?? ""
    architecture.owner = root["owner"]?.text ?? ""
    architecture.hasStatedSites = root["sites"] != nil
    readDistributions()
    architecture.sites = sites()
    builtSites = architecture.sites
    architecture.boundaries = boundaries()
    architecture.data = dataClasses()
    architecture.components = (root["components"]?.map ?? []).compactMap { component($0) }
    checkCircles(architecture)
    checkFreshness(architecture.components)
    holdRestores(&architecture)
    checkLifecycles(architecture)
    encrypt(&architecture)
    readOwnLoad(into: &architecture)
    architecture.entries = entries()
    checkEntries(architecture)
    architecture.goals = goals()
    architecture.priority = priority(architecture)
    architecture.decisions = decisions()
    architecture.assumptions = assumptions()
    return architecture
  }

  // MARK: Names

  private mutating func collectNames() {
    componentIDs = (root["components"]?.map ?? []).map(\.key)
    if componentIDs.isEmpty, let components = root["components"] {
      add(
        "arch.no-components", "there are no components", components.span,
        allowed: "at least one component")
    }
    siteIDs = (root["sites"]?.map ?? []).map(\.key)
    if let sites = root["sites"], siteIDs.isEmpty {
      add("arch.no-sites", "'sites' names no site", sites.span, allowed: "at least one site")
    }
    if siteIDs.isEmpty { siteIDs = ["site"] }
    boundaryIDs = (root["boundaries"]?.map ?? []).map(\.key)
    dataIDs = (frame?.data.map(\.id) ?? []) + (root["data"]?.map ?? []).map(\.key)
    if let frame {
      operations = frame.operations
    } else {
      operations = (root["workload"]?.record?["operations"]?.map ?? []).map(\.key)
    }
    for entry in root["components"]?.map ?? [] {
      guard let kind = entry.value.record?["kind"], let name = kind.text else { continue }
      guard let found = vocabulary.kind(name) else {
        unknown(
          "arch.unknown-kind", name, "'\(entry.key)' has the kind '\(name)', which does not exist",
          kind.span, legal: vocabulary.kinds.map(\.name))
        continue
      }
      if frame?.forbiddenKinds.contains(name) ?? false {
        add(
          "arch.forbidden-kind", "the exercise does not allow the kind '\(name)'", kind.span,
          allowed: vocabulary.kinds.map(\.name)
            .filter { !(frame?.forbiddenKinds.contains($0) ?? false) }.joined(separator: ", "))
      }
      componentKinds[entry.key] = found
    }
  }

  // MARK: Problems

  mutating func add(
    _ code: String, _ message: String, _ span: SourceSpan, allowed: String? = nil,
    notes: [DiagnosticNote] = [], fix: FixIt? = nil
  ) {
    let allowedNote = allowed.map { [DiagnosticNote(message: "allowed: \($0)")] } ?? []
    problems.append(
      Diagnostic(
        code: code, severity: .error, message: message, span: narrowed(span),
        notes: allowedNote + notes, fix: fix))
  }

  private func narrowed(_ span: SourceSpan) -> SourceSpan {
    guard span.start.line != span.end.line else { return span }
    var end = span.start
    end.column += 1
    return SourceSpan(file: span.file, start: span.start, end: end)
  }

  /// A name that does not exist, with the nearest one that does.
  mutating func unknown(
    _ code: String, _ name: String, _ message: String, _ span: SourceSpan, legal: [String]
  ) {
    let near = NearestName.nearest(to: name, among: legal)
    let shown = legal.prefix(16).joined(separator: ", ") + (legal.count > 16 ? ", …" : "")
    var notes: [DiagnosticNote] = []
    if let near, let entry = (root["components"]?.map ?? []).first(where: { $0.key == near }) {
      notes.append(DiagnosticNote(message: "'\(near)' is declared here", span: entry.keySpan))
    }
    add(
      code, message, span, allowed: legal.isEmpty ? "nothing: none is declared" : shown,
      notes: notes,
      fix: near.map {
        FixIt(message: "write '\($0)'", edits: [SourceEdit(span: span, replacement: $0)])
      })
  }

  /// The value as a reference to a component, or nil with a problem.
  mutating func componentName(_ value: ReadValue, _ what: String) -> Named? {
    guard let name = value.text else { return nil }
    guard componentIDs.contains(name) else {
      unknown(
        "arch.unknown-component", name, "\(what) '\(name)', which is not a component",
        value.span, legal: componentIDs)
      return nil
    }
    return Named(name, value.span)
  }

  mutating func operationName(_ value: ReadValue) -> String? {
    guard let name = value.text else { return nil }
    return isOperation(name, value.span) ? name : nil
  }

  mutating func isOperation(_ name: String, _ span: SourceSpan) -> Bool {
    if operations.contains(name) { return true }
    if operations.isEmpty, frame == nil, root["workload"] == nil { return true }
    unknown(
      "arch.unknown-operation", name, "'\(name)' is not an operation", span, legal: operations)
    return false
  }

  mutating func dataNames(_ value: ReadValue?) -> [Named]? {
    guard let value else { return nil }
    return value.items.compactMap { item in
      guard let name = item.text else { return nil }
      guard dataIDs.contains(name) else {
        unknown(
          "arch.unknown-data", name, "'\(name)' is not a data class", item.span, legal: dataIDs)
        return nil
      }
      return Named(name, item.span)
    }
  }

  // MARK: Entries

  private mutating func entries() -> [Entry] {
    guard let value = root["entry"] else { return [] }
    if value.text != nil {
      guard let target = componentName(value, "the entry is") else { return [] }
      let all = operations.isEmpty ? ["*"] : operations
      return all.map { Entry(operation: $0, component: target.name, span: value.span) }
    }
    return value.map.compactMap { entry in
      guard isOperation(entry.key, entry.keySpan) else { return nil }
      guard let target = componentName(entry.value, "'\(entry.key)' enters at") else { return nil }
      return Entry(operation: entry.key, component: target.name, span: entry.value.span)
    }
  }

  private mutating func checkEntries(_ architecture: Architecture) {
    guard let value = root["entry"], problems.isEmpty else { return }
    for operation in operations
    where !architecture.entries.contains(where: { $0.operation == operation }) {
      add(
        "arch.missing-entry", "no component receives the operation '\(operation)'", value.span,
        allowed: "an entry for each of: \(operations.joined(separator: ", "))",
        fix: FixIt(message: "add '\(operation): COMPONENT'", edits: []))
    }
    for entry in architecture.entries {
      guard let component = architecture.component(entry.component), component.has("support")
      else { continue }
      add(
        "arch.bad-entry",
        "'\(entry.component)' is of kind '\(component.kind.name)': no user can call it",
        entry.span, allowed: "a component that serves requests")
    }
  }

  // MARK: Top-level lists

  private mutating func boundaries() -> [Boundary] {
    (root["boundaries"]?.map ?? []).compactMap { entry in
      guard let record = entry.value.record else { return nil }
      return Boundary(
        id: entry.key, span: entry.keySpan,
        trust: record["trust"]?.text.flatMap(Trust.init(rawValue:)),
        title: record["title"]?.text ?? entry.key)
    }
  }

  private mutating func dataClasses() -> [DataClass] {
    var classes = frame?.data ?? []
    for entry in root["data"]?.map ?? [] {
      guard let record = entry.value.record else { continue }
      if frame?.data.contains(where: { $0.id == entry.key }) ?? false {
        add(
          "arch.data-of-exercise", "'\(entry.key)' belongs to the exercise and cannot be changed",
          entry.keySpan, allowed: "data classes with other names")
        continue
      }
      classes.append(Self.dataClass(entry, record))
    }
    return classes
  }

  static func dataClass(_ entry: ReadEntry, _ record: ReadRecord) -> DataClass {
    let size: Setting<ByteCount> =
      if let stated = record["size"], let size = stated.size {
        Setting(size, .stated(stated.span))
      } else {
        Setting(ByteCount(bytes: 1024), .language)
      }
    var data = DataClass(
      id: entry.key, span: entry.keySpan,
      sensitivity: record["class"]?.text.flatMap(Sensitivity.init(rawValue:)), size: size,
      keep: record["keep"]?.duration, must: record["must"]?.texts ?? [])
    data.items = record["items"]?.count ?? nil
    return data
  }

  private mutating func goals() -> [Goal] {
    (root["goals"]?.map ?? []).compactMap { entry in
      guard isOperation(entry.key, entry.keySpan), let record = entry.value.record else {
        return nil
      }
      let percentiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
      return Goal(
        operation: entry.key, span: entry.keySpan,
        latency: percentiles.compactMap { key, share in
          record[key]?.duration.map { (share, $0) }
        }, success: record["success"]?.number)
    }
  }

  private mutating func decisions() -> [Decision] {
    (root["decisions"]?.items ?? []).compactMap { item in
      guard let record = item.record else { return nil }
      return Decision(
        id: record["id"]?.text ?? "", chose: record["chose"]?.text ?? "",
        because: record["because"]?.text ?? "", insteadOf: record["instead_of"]?.texts ?? [],
        costs: record["costs"]?.text ?? "",
        affects: (record["affects"]?.items ?? []).compactMap {
          componentName($0, "the decision affects")?.name
        })
    }
  }

  private mutating func assumptions() -> [Assumption] {
    (root["assumptions"]?.items ?? []).compactMap { item in
      guard let record = item.record else { return nil }
      return Assumption(
        id: record["id"]?.text ?? "", says: record["says"]?.text ?? "",
        ifWrong: record["if_wrong"]?.text ?? "")
    }
  }
}
