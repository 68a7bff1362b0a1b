/// The copies of a component whose number follows its load.
public struct ScalingMeasurements: Sendable {
  /// Copies that ran, on average over the kept time.
  public var running: Estimate
  /// Copies that were paid: running or being started, on average.
  public var paid: Double
  /// Copies that ran, on average for each step.
  public var series: [Double]

  /// Creates measurements.
  public init(running: Estimate, paid: Double, series: [Double]) {
    self.running = running
    self.paid = paid
    self.series = series
  }
}
