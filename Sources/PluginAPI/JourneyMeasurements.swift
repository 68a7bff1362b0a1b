/// What the sessions of a journey did in a scenario; counts are means over replications.
public struct JourneyMeasurements: Sendable, Hashable {
  /// The journey.
  public var journey: String
  /// Sessions that began in the kept time.
  public var started: Estimate
  /// Sessions that ended in the kept time.
  public var ended: Estimate
  /// Requests of a session that ended, on average, those before the kept time included.
  public var requests: Estimate
  /// Sessions in progress, on average over the kept time.
  public var inProgress: Estimate

  /// Creates the measurements of a journey.
  public init(
    journey: String, started: Estimate, ended: Estimate, requests: Estimate, inProgress: Estimate
  ) {
    self.journey = journey
    self.started = started
    self.ended = ended
    self.requests = requests
    self.inProgress = inProgress
  }
}

/// The part of a run that a scenario is about, in seconds from the start of the run.
public struct MeasuredWindow: Sendable, Hashable {
  /// Where it begins.
  public var from: Double
  /// Where it ends.
  public var to: Double

  /// Creates a window.
  public init(from: Double, to: Double) {
    self.from = from
    self.to = to
  }
}
