import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities
import Stochastics

/// Checks the load models of a plugin: their settings, and the profile that the defaults make.
struct LoadRules {
  let records: RecordRules

  init(_ records: RecordRules) { self.records = records }

  /// What is wrong, by load model.
  var problems: [ConformanceProblem] {
    let models = records.plugin.loadModels
    return records.unique("load-id", models.map(\.id)) + models.flatMap { model($0) }
  }

  private func model(_ model: any LoadModel) -> [ConformanceProblem] {
    var found = records.prefixed("load-id", model.id, "/", words: "-")
    if found.count == 1, RecordRules.isWords(model.id.split(separator: "/").last ?? "", "_") {
      found = []
    }
    if model.title.isEmpty || model.about.isEmpty {
      found.append(.init("load-words", "\(model.id) does not say what it models"))
    }
    found += records.unique("load-setting", model.settings.map { "\(model.id) \($0.key)" })
    found += model.settings.flatMap { setting($0, of: model.id) }
    guard found.isEmpty else { return found }
    do throws(LoadProblem) {
      let profile = try model.profile(Self.defaults(model, records))
      return profileProblems(profile).map { .init("load-profile", "\(model.id): \($0)") }
    } catch {
      return [
        .init(
          "load-profile", "\(model.id) refuses its defaults: \(error.setting): \(error.message)")
      ]
    }
  }

  private func setting(_ field: FieldRecord, of model: String) -> [ConformanceProblem] {
    let name = "\(model) \(field.key)"
    var found: [ConformanceProblem] = []
    if !RecordRules.isWords(field.key, "_") {
      found.append(.init("load-setting", "\(name) is not snake_case"))
    }
    if field.meaning.isEmpty { found.append(.init("load-setting", "\(name) is not explained")) }
    switch field.type {
    case .rate, .duration, .share, .number, .count, .choice: break
    default: found.append(.init("load-setting", "\(name) has a type that no setting may have"))
    }
    guard let fallback = field.fallback else {
      return found + [.init("load-setting", "\(name) has no default")]
    }
    if field.source?.isEmpty ?? true {
      found.append(.init("load-setting", "the default of \(name) has no source"))
    }
    return found + records.unreadable("load-setting", fallback, field.type, name)
  }

  /// The settings of a model as a file without settings gives them.
  static func defaults(_ model: any LoadModel, _ records: RecordRules) -> LoadSettings {
    var values: [String: FieldValue] = [:]
    for field in model.settings {
      guard let text = field.fallback else { continue }
      values[field.key] = records.reader.read(text, field.type, name: field.key).value?.value
    }
    return LoadSettings(values)
  }

  // MARK: Profiles

  private func profileProblems(_ profile: LoadProfile) -> [String] {
    var found: [String] = []
    if profile.lasts <= .zero { found.append("the profile lasts \(profile.lasts.text)") }
    if profile.operations.isEmpty { found.append("no operation is sent") }
    let names = profile.operations.map(\.operation)
    if Set(names).count != names.count { found.append("an operation stands twice: \(names)") }
    for operation in profile.operations {
      if operation.arrivals.isEmpty { found.append("\(operation.operation) never arrives") }
      for arrivals in operation.arrivals {
        found += Self.problems(of: arrivals).map { "\(operation.operation): \($0)" }
      }
    }
    let moments = profile.moments
    if Set(moments.map(\.name)).count != moments.count { found.append("a moment stands twice") }
    for moment in moments {
      if !RecordRules.isWords(moment.name, "_") { found.append("moment '\(moment.name)'") }
      if moment.about.isEmpty { found.append("moment '\(moment.name)' is not explained") }
      if moment.at < .zero || moment.at >= profile.lasts {
        found.append("moment '\(moment.name)' at \(moment.at.text) lies outside the profile")
      }
    }
    for (before, after) in zip(moments, moments.dropFirst()) where after.at < before.at {
      found.append("moment '\(after.name)' comes before '\(before.name)'")
    }
    return found
  }

  private static func problems(of arrivals: Arrivals) -> [String] {
    var found: [String] = []
    for point in arrivals.rate where !point.perSecond.isFinite || point.perSecond < 0 {
      found.append("a rate of \(point.perSecond)/s at \(point.at.text)")
    }
    if let first = arrivals.rate.first, first.at < .zero { found.append("a rate before 0") }
    for (before, after) in zip(arrivals.rate, arrivals.rate.dropFirst()) where after.at <= before.at
    {
      found.append("the rate's times do not rise at \(after.at.text)")
    }
    if let variation = arrivals.variation {
      if !(variation.cv > 0) || !variation.cv.isFinite || variation.redrawn <= .zero {
        found.append("a rate that varies by \(variation.cv) every \(variation.redrawn.text)")
      }
    }
    if let factors = arrivals.factors {
      if factors.ofHours.contains(where: { !($0 >= 0) || !$0.isFinite }) || factors.starts < .zero {
        found.append("a factor below 0, or a start before Monday")
      }
    }
    switch arrivals.process {
    case .hawkes(let kernels):
      let sum = kernels.reduce(0) { $0 + $1.branching }
      if !(0..<1).contains(sum)
        || kernels.contains(where: { $0.branching < 0 || $0.decay <= .zero })
      {
        found.append("a branching ratio of \(sum), or a decay that does not last")
      }
    case .burst(let count, let at, let every, let over):
      if count < 1 || at < .zero || over < .zero || (every.map { $0 <= .zero } ?? false) {
        found.append("a burst of \(count) at \(at.text)")
      }
    case .batch(let size, let spacing, let shared):
      if spacing < .zero || !(0...1).contains(shared) {
        found.append("batches of \(size.mean)")
      }
    case .gamma(let cv), .weibull(let cv):
      if !(cv > 0) || !cv.isFinite { found.append("a cv of \(cv)") }
    case .mmpp(let states):
      if states.contains(where: {
        !($0.perSecond >= 0) || !$0.perSecond.isFinite || $0.lasts <= .zero
      }) {
        found.append("a state without a rate or a stay")
      }
    case .onOff(let active, let idle):
      if active <= .zero || idle <= .zero { found.append("active or idle do not last") }
    case .closed(let users, _): if users < 1 { found.append("\(users) users") }
    case .trace(let trace):
      if trace.moments.first.map({ $0 < 0 }) ?? true
        || zip(trace.moments, trace.moments.dropFirst()).contains(where: { $0 > $1 })
      {
        found.append("a trace that is empty, begins before 0 or goes back")
      }
    case .poisson, .regular: break
    }
    return found
  }
}
