import PluginAPI

/// Two reports of the same exercise in words, the same in all comparisons for readers.
enum ComparisonWords {
  /// What is said where nothing tells them apart.
  static let noDifference = "No requirement and no check tells them apart."

  /// The name of a design, or its file.
  static func name(_ report: EvaluationReport) -> String {
    report.architecture.name.isEmpty ? report.architecture.file : report.architecture.name
  }

  /// The ids of both, those of the left first.
  static func merged(_ left: [String], _ right: [String]) -> [String] {
    left + right.filter { !left.contains($0) }
  }

  /// The requirement or check with the greatest difference in points, and why the worse one lost
  /// them; nil where there is no difference.
  static func decisive(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> (text: String, because: [String])? {
    var best: (gap: Double, text: String, because: [String])?
    for one in left.requirements {
      guard let two = right.requirements.first(where: { $0.id == one.id }) else { continue }
      let gap = abs(one.points - two.points)
      guard gap > (best?.gap ?? 0) else { continue }
      let text =
        "\(one.text.isEmpty ? one.id : one.text): \(name(left)) "
        + "\(Figures.brief(one)), \(name(right)) "
        + "\(Figures.brief(two))"
      best = (gap, text, one.points < two.points ? one.because : two.because)
    }
    for one in left.scoredChecks {
      guard let two = right.scoredChecks.first(where: { $0.check == one.check }) else { continue }
      let gap = abs(one.points - two.points)
      guard gap > (best?.gap ?? 0) else { continue }
      best = (gap, one.title, [one.points < two.points ? one.message : two.message])
    }
    return best.map {
      ("\($0.text). That is worth \(Figures.counted($0.gap, "point")).", $0.because)
    }
  }
}
