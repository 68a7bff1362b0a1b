import PluginAPI

/// Words about a sweep, the same in its text, table and drawing.
enum SweepWords {
  /// The last word of a path.
  static func short(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }

  /// What is the same in all points of a line; empty where there is one parameter.
  static func line(_ number: Int, of report: SweepReport) -> String {
    guard report.parameters.count == 2, report.parameters[1].values.indices.contains(number) else {
      return ""
    }
    return "\(short(report.parameters[1].path)) \(report.parameters[1].values[number].text)"
  }

  /// The values of a point with the names of what they are of.
  static func place(_ point: SweepPoint, _ report: SweepReport) -> String {
    zip(report.parameters, point.values).map { "\(short($0.path)) \($1.text)" }
      .joined(separator: ", ")
  }

  /// A percentile over all arrivals.
  static func demanded(_ operation: OperationMeasurements?, _ share: Double) -> Estimate {
    operation?.demanded.first { $0.share == share }?.value ?? .none
  }

  /// A mean with half of its interval.
  static func half(_ estimate: Estimate, _ dimension: Dimension) -> String {
    let mean = Figures.brief(estimate, dimension)
    guard let value = estimate.value, let high = estimate.high, high > value else { return mean }
    return "\(mean) +-\(Figures.brief(high - value, dimension))"
  }

  /// A requirement or goal with its bound.
  static func name(_ criterion: Criterion) -> String {
    let bound = Figures.brief(criterion.bound, criterion.dimension)
    let unit = criterion.unit.isEmpty ? "" : " \(criterion.unit)"
    let asked = "\(criterion.lowerIsBetter ? "at most" : "at least") \(bound)\(unit)"
    return criterion.text.isEmpty
      ? "\(criterion.id) \(asked)" : "\(criterion.id): \(criterion.text) (\(asked))"
  }

  /// The verdict of a point as one sign.
  static func sign(_ criterion: String, _ point: SweepPoint) -> String {
    switch point.report.criteria.first(where: { $0.id == criterion })?.verdict {
    case .met: "+"
    case .part: "~"
    case .undecided: "?"
    case .notMet: "-"
    case .notRun, nil: " "
    }
  }

  /// Between which values a requirement begins or ceases to be met on a line.
  static func breaks(_ criterion: String, _ line: Int, _ report: SweepReport) -> String {
    let points = Array(report.lines[line])
    let changes = report.breaks.filter { $0.criterion == criterion && $0.line == line }
    guard !changes.isEmpty else {
      let isMet = points.first.map { report.isMet(criterion, $0) } ?? false
      return isMet ? "met at every value" : "met at no value"
    }
    return changes.map { change in
      let before = points[change.before].values[0].text
      let after = points[change.before + 1].values[0].text
      return change.isMetBefore
        ? "met at \(before), no longer at \(after)" : "not yet at \(before), met at \(after)"
    }.joined(separator: "; ")
  }

  /// What a line says of a knee.
  static func knee(_ knee: SweepKnee, _ line: [SweepPoint], _ report: SweepReport) -> String {
    guard let best = knee.best, line.indices.contains(best), let likely = knee.likely else {
      return "unknown: it needs three values with answers"
    }
    let name = short(report.parameters[0].path)
    let value = line[best].values[0].text
    let ends = (line[likely.lowerBound].values[0].text, line[likely.upperBound].values[0].text)
    let doubt = likely.count > 1 ? ": the runs cannot tell \(ends.0) to \(ends.1) apart" : ""
    switch knee.place {
    case .inside:
      let around = (line[best - 1].values[0].text, line[best + 1].values[0].text)
      return "at \(name) \(value), between \(around.0) and \(around.1)\(doubt)"
    case .atStart: return "at \(ends.1) or before: the power only falls from there\(doubt)"
    case .atEnd: return "none in this range: the power still grows at its end, \(value)"
    case .levelsOff: return "at \(name) \(ends.0): nothing more is gained from there to \(ends.1)"
    case .flat: return "none: no value has clearly more power than another"
    case .unknown: return "unknown"
    }
  }
}
