import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities
import Stochastics

/// Makes an exercise from the record as read.
struct ExerciseBuilder {
  let plugins: PluginSet
  let variant: UInt64?
  let folder: String
  let id: String
  let root: ReadRecord
  var problems: [Diagnostic] = []
  var parameters: [(name: String, value: String)] = []
  var operationNames: [String] = []
  var dataNames: [String] = []
  var scenarioNames: [String] = []
  var prices = TeachingPrices.book
  var priceSource: SourceText?

  init(plugins: PluginSet, variant: UInt64?, folder: String, id: String, root: ReadRecord) {
    self.plugins = plugins
    self.variant = variant
    self.folder = folder
    self.id = id
    self.root = root
  }

  mutating func add(
    _ code: String, _ message: String, _ span: SourceSpan?, allowed: String? = nil,
    fix: String? = nil
  ) {
    let notes = allowed.map { [DiagnosticNote(message: "allowed: \($0)")] } ?? []
    let repair = fix.flatMap { word in
      span.map {
        FixIt(message: "write '\(word)'", edits: [SourceEdit(span: $0, replacement: word)])
      }
    }
    problems.append(
      Diagnostic(
        code: code, severity: .error, message: message, span: span, notes: notes, fix: repair))
  }

  mutating func known(
    _ name: String, among legal: [String], _ code: String, _ what: String, _ span: SourceSpan
  ) -> Bool {
    if legal.contains(name) { return true }
    add(
      code, "'\(name)' is not \(what)", span, allowed: legal.joined(separator: ", "),
      fix: NearestName.nearest(to: name, among: legal))
    return false
  }

  mutating func build() -> Exercise? {
    operationNames = (root["operations"]?.map ?? []).map(\.key)
    dataNames = (root["data"]?.map ?? []).map(\.key)
    scenarioNames = (root["scenarios"]?.map ?? []).map(\.key)
    if let stated = root["id"], stated.text != id {
      add(
        "exercise.wrong-id", "the id is '\(stated.text ?? "")', the folder says '\(id)'",
        stated.span, fix: id)
    }
    drawParameters()
    readPrices()
    let profile = profile()
    let scenarios = profile.map { self.scenarios($0) } ?? []
    let requirements = requirements()
    let checks = scoredChecks()
    checkPoints(requirements, checks)
    let constraints = root["constraints"]?.record
    guard let profile else { return nil }
    var exercise = Exercise(
      folder: folder, id: id, version: root["version"]?.text ?? "",
      title: root["title"]?.text ?? id, kind: root["kind"]?.text ?? "",
      level: root["level"]?.text.flatMap(Level.init(rawValue:)) ?? .senior,
      lesson: root["lesson"]?.count ?? nil,
      automaticPoints: (root["points"]?.record?["automatic"]?.count ?? 0) ?? 0,
      reviewPoints: (root["points"]?.record?["review"]?.count ?? 0) ?? 0,
      objectives: (root["objectives"]?.items ?? []).compactMap(\.record).map {
        ($0["id"]?.text ?? "", $0["text"]?.text ?? "")
      },
      brief: brief(), parameters: parameters.map { Fact($0.name, $0.value) }, places: places(),
      distances: distances(),
      data: (root["data"]?.map ?? []).compactMap { entry in
        entry.value.record.map { ArchitectureBuilder.dataClass(entry, $0) }
      },
      operations: operations(profile), loadModel: root["load"]?.record?["model"]?.text ?? "",
      profile: profile, scenarios: scenarios, requirements: requirements, checks: checks,
      forbiddenKinds: constraints?["kinds"]?.record?["forbid"]?.texts ?? [],
      machineLimit: constraints?["machines"]?.record?["at_most"]?.count ?? nil,
      allowedClaims: constraints?["claims"]?.record?["allow"]?.texts ?? [], hints: hints())
    exercise.prices = prices
    exercise.placePrices = placePrices()
    return exercise
  }

  private mutating func brief() -> String {
    guard let value = root["brief"], let path = value.text else { return "" }
    do throws(FolderReader.Problem) {
      return String(decoding: try FolderReader(folder: folder).read(path), as: UTF8.self)
    } catch {
      add(error.code, error.message, value.span)
      return ""
    }
  }

  // MARK: Parameters

  /// Draws each parameter from the variant's seed by its name; the first value without a variant.
  private mutating func drawParameters() {
    for entry in root["parameters"]?.map ?? [] {
      guard let record = entry.value.record else { continue }
      let values = record["one_of"].map(\.texts) ?? range(entry, record)
      guard let first = values.first else {
        add(
          "exercise.bad-parameter", "'\(entry.key)' has no values", entry.keySpan,
          allowed: "one_of, or from, to and step with the same unit")
        continue
      }
      guard let variant else {
        parameters.append((entry.key, first))
        continue
      }
      var stream = RandomStream(seed: variant, name: "parameter/\(entry.key)")
      parameters.append((entry.key, values[Int(stream.below(UInt64(values.count)))]))
    }
  }

  /// The values of a range, all with the unit of its first one.
  private func range(_ entry: ReadEntry, _ record: ReadRecord) -> [String] {
    guard let from = split(record["from"]?.text), let to = split(record["to"]?.text),
      let step = split(record["step"]?.text), step.number > 0, from.unit == to.unit,
      from.unit == step.unit, to.number >= from.number
    else { return [] }
    let count = min(10_000, Int((to.number - from.number) / step.number + 1e-9) + 1)
    return (0..<count).map {
      TypeWords.plain(from.number + Double($0) * step.number) + from.unit
    }
  }

  private func split(_ text: String?) -> (number: Double, unit: String)? {
    guard let text else { return nil }
    let digits = text.prefix { $0.isNumber || $0 == "." }
    return Double(digits).map { ($0, String(text.dropFirst(digits.count))) }
  }

  // MARK: Load

  private mutating func profile() -> LoadProfile? {
    guard let load = root["load"]?.record, let name = load["model"], let id = name.text else {
      return nil
    }
    guard
      known(
        id, among: plugins.vocabulary.loadModels, "exercise.unknown-load", "a load model",
        name.span), let model = plugins.loadModel(id)
    else { return nil }
    var values: [String: FieldValue] = [:]
    for field in model.settings {
      if let text = field.fallback { values[field.key] = read(text, field, nil) }
    }
    for entry in load["settings"]?.map ?? [] {
      guard
        known(
          entry.key, among: model.settings.map(\.key), "exercise.unknown-setting",
          "a setting of \(id)", entry.keySpan),
        let field = model.settings.first(where: { $0.key == entry.key }),
        let text = settingText(entry.value)
      else { continue }
      if let value = read(text, field, entry.value.span) { values[entry.key] = value }
    }
    guard problems.isEmpty else { return nil }
    do throws(LoadProblem) {
      return try model.profile(LoadSettings(values))
    } catch {
      let place = load["settings"]?.map.first { $0.key == error.setting }?.value.span
      add("exercise.bad-load", "'\(error.setting)': \(error.message)", place ?? load.span)
      return nil
    }
  }

  private mutating func settingText(_ value: ReadValue) -> String? {
    if let text = value.text { return text }
    guard let use = value.record?["param"], let name = use.text else { return nil }
    if let parameter = parameters.first(where: { $0.name == name }) { return parameter.value }
    _ = known(
      name, among: parameters.map(\.name), "exercise.unknown-parameter", "a parameter", use.span)
    return nil
  }

  private mutating func read(
    _ text: String, _ field: FieldRecord, _ span: SourceSpan?
  ) -> FieldValue? {
    let read = FieldText(plugins.vocabulary).read(text, field.type, name: field.key)
    for problem in read.problems {
      problems.append(
        Diagnostic(
          code: problem.code, severity: .error, message: problem.message, span: span,
          notes: problem.notes))
    }
    return read.value?.value
  }

  // MARK: Lists

  private func places() -> [(id: String, share: Double)] {
    (root["places"]?.map ?? []).map { ($0.key, $0.value.record?["share"]?.number ?? 0) }
  }

  private mutating func distances() -> [(from: String, to: String, oneWay: TimeSpan)] {
    let legal = (root["places"]?.map ?? []).map(\.key)
    return (root["distances"]?.items ?? []).compactMap { item in
      guard let record = item.record, let pair = record["between"] else { return nil }
      guard pair.texts.count == 2, pair.texts.allSatisfy({ legal.contains($0) }) else {
        add(
          "exercise.bad-distance", "a distance is between two places", pair.span,
          allowed: legal.joined(separator: ", "))
        return nil
      }
      return (pair.texts[0], pair.texts[1], record["one_way"]?.duration ?? .zero)
    }
  }

  private mutating func operations(_ profile: LoadProfile) -> [ExerciseOperation] {
    let given = profile.operations.map(\.operation)
    for name in given where !operationNames.contains(name) {
      add(
        "exercise.missing-operation", "the load model sends '\(name)', which is not an operation",
        root["operations"]?.span, allowed: "an entry for each of: \(given.joined(separator: ", "))")
    }
    return (root["operations"]?.map ?? []).compactMap { entry in
      guard
        known(
          entry.key, among: given, "exercise.unknown-operation", "sent by the load model",
          entry.keySpan)
      else { return nil }
      let record = entry.value.record
      let owed = ObligationReader.read(
        record?["obliges"], data: dataNames, traits: plugins.vocabulary.traits
      ) { self.problems.append($0) }
      return ExerciseOperation(
        name: entry.key, about: record?["about"]?.text ?? "", obligations: owed,
        patience: record?["patience"]?.duration ?? TimeSpan(nanoseconds: 30_000_000_000))
    }
  }

  private mutating func scoredChecks() -> [(check: String, points: Int, isMust: Bool)] {
    (root["checks"]?.items ?? []).compactMap { item in
      guard let record = item.record, let name = record["check"], let id = name.text,
        known(
          id, among: plugins.vocabulary.checks, "exercise.unknown-check", "a check", name.span)
      else { return nil }
      return (id, (record["points"]?.count ?? 0) ?? 0, record["must"]?.flag ?? false)
    }
  }

  private mutating func checkPoints(
    _ requirements: [Requirement], _ checks: [(check: String, points: Int, isMust: Bool)]
  ) {
    let automatic = (root["points"]?.record?["automatic"]?.count ?? 0) ?? 0
    let declared = checks.reduce(0) { $0 + $1.points }
    let sum = requirements.reduce(0) { $0 + $1.points } + declared
    if sum != automatic {
      add(
        "exercise.points",
        "requirements and checks add to \(sum) points, 'automatic' says \(automatic)",
        root["points"]?.span)
    }
    if declared * 5 > automatic {
      add(
        "exercise.declared-points",
        "checks carry \(declared) of \(automatic) points: declared evidence earns at most a fifth",
        root["checks"]?.span)
    }
  }

  private mutating func hints() -> [(id: String, requirement: String, text: String)] {
    (root["hints"]?.items ?? []).compactMap { item in
      guard let record = item.record else { return nil }
      return (
        record["id"]?.text ?? "", record["for"]?.text ?? "", record["text"]?.text ?? ""
      )
    }
  }
}
