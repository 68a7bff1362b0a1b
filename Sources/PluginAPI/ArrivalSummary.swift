public import Quantities

/// The arrivals of a load as they were drawn, process by process, beside what is expected.
public struct ArrivalSurvey: Sendable, Hashable {
  /// The stretch that was drawn, from the start of the load.
  public var stretch: TimeSpan
  /// The windows in which arrivals were counted, all of one length.
  public var window: TimeSpan
  /// The processes, in the order of the load.
  public var processes: [ArrivalSummary]

  /// Creates a survey.
  public init(stretch: TimeSpan, window: TimeSpan, processes: [ArrivalSummary]) {
    self.stretch = stretch
    self.window = window
    self.processes = processes
  }
}

/// The arrivals of one process as they were drawn.
public struct ArrivalSummary: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// The word of the process in a file.
  public var process: String
  /// Expected arrivals per second; for closed users the most that they can ask.
  public var expected: Double
  /// Drawn arrivals in each window; nil for closed users, who come when they are answered.
  public var counts: [Double]?
  /// Drawn arrivals per second; nil for closed users.
  public var measured: Double?
  /// Mean squared difference of counts from what is expected of their window, over the expected
  /// number.
  ///
  /// About 1 for Poisson arrivals, more for what comes in clusters, less for what comes
  /// evenly. Nil where fewer than ten arrivals are expected, and for closed users.
  public var dispersion: Double?

  /// Creates a summary.
  public init(
    operation: String, process: String, expected: Double, counts: [Double]?, measured: Double?,
    dispersion: Double?
  ) {
    self.operation = operation
    self.process = process
    self.expected = expected
    self.counts = counts
    self.measured = measured
    self.dispersion = dispersion
  }
}
