/// The copies of a component whose number follows its load.
public struct ScalingMeasurements: Sendable {
  /// Copies that ran, on average over the kept time.
  public var running: Estimate
  /// Copies that were paid, on average: running or being started; of a function those that worked,
  /// started or are kept.
  public var paid: Double
  /// Copies that were started for a request; nil where copies do not start on demand.
  public var coldStarts: Double?
  /// Copies that ran, on average for each step.
  public var series: [Double]

  /// Creates measurements.
  public init(
    running: Estimate, paid: Double, series: [Double], coldStarts: Double? = nil
  ) {
    self.coldStarts = coldStarts
    self.running = running
    self.paid = paid
    self.series = series
  }
}
