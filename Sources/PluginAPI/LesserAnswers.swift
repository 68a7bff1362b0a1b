/// How an answer can fall short of full although it came.
public enum LesserAnswer: String, Sendable, Hashable, CaseIterable {
  /// A fallback was used.
  case degraded
  /// It was made from data of an earlier answer.
  case stale
}

/// What an operation did where answers that fall short of full count as well.
public struct AdmittedMeasurements: Sendable {
  /// What counts beside full answers; never empty.
  public var answers: Set<LesserAnswer>
  /// Share of arrivals that ended in an answer that counts, 0...1.
  public var success: Estimate
  /// Percentiles over all arrivals, what does not count being infinitely slow, by share: 0.5, 0.9,
  /// 0.95, 0.99, 0.999.
  public var demanded: [(share: Double, value: Estimate)]
  /// As `OperationMeasurements.recovery`, with these answers.
  public var recovery: Estimate?

  /// Creates measurements.
  public init(
    answers: Set<LesserAnswer>, success: Estimate, demanded: [(share: Double, value: Estimate)],
    recovery: Estimate?
  ) {
    self.answers = answers
    self.success = success
    self.demanded = demanded
    self.recovery = recovery
  }
}

extension OperationMeasurements {
  /// What it did where such answers count beside full ones.
  ///
  /// - Parameter answers: What counts; nothing for full answers alone.
  /// - Returns: The measurements; those of full answers where no others occurred.
  public func admitting(_ answers: Set<LesserAnswer>) -> AdmittedMeasurements {
    admitted.first { $0.answers == answers }
      ?? AdmittedMeasurements(
        answers: answers, success: success, demanded: demanded, recovery: recovery)
  }
}
