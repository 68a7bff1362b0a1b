/// Designs that were run under the same luck, beside each other.
public struct ComparisonReport: Sendable {
  /// The designs; all others are compared with the first.
  public var designs: [ComparedDesign]
  /// The scenario that latencies are of.
  public var scenario: String
  /// The operation that latencies are of.
  public var operation: String
  /// The changes from the first design to the second, one at a time; empty where that was not asked
  /// for.
  public var single: [SingleChange] = []
  /// What a reader must know, in words.
  public var notes: [String] = []

  /// Creates a comparison.
  public init(designs: [ComparedDesign], scenario: String, operation: String) {
    self.designs = designs
    self.scenario = scenario
    self.operation = operation
  }

  /// What the shown operation of a report did; nil where nothing could be measured.
  public func operation(_ report: EvaluationReport) -> OperationMeasurements? {
    report.scenarios.first { $0.scenario == scenario && $0.impossible == nil }?
      .operation(operation)
  }
}

/// One of several designs.
public struct ComparedDesign: Sendable {
  /// A short name that no other has: a letter, or the name of a variant.
  public var label: String
  /// What was found out.
  public var report: EvaluationReport
  /// How its file differs from that of the first design, in the order of the files.
  public var changes: [ChangedPlace]

  /// Creates a design.
  public init(label: String, report: EvaluationReport, changes: [ChangedPlace]) {
    self.label = label
    self.report = report
    self.changes = changes
  }
}

/// A place at which two files differ.
public struct ChangedPlace: Sendable, Hashable {
  /// The path.
  public var path: String
  /// What stands there in the first file, on one line; nil where there is nothing.
  public var before: String?
  /// What stands there in the second file; nil where there is nothing.
  public var after: String?
  /// Whether it is there for readers alone and can change no result.
  public var isForReaders: Bool

  /// Creates a place.
  public init(path: String, before: String?, after: String?, isForReaders: Bool) {
    self.path = path
    self.before = before
    self.after = after
    self.isForReaders = isForReaders
  }
}

/// The first design with one change towards the second.
public struct SingleChange: Sendable {
  /// The number of the change among those of the second design.
  public var change: Int
  /// The numbers of further changes without which the file with this one would not be valid.
  public var needs: [Int]
  /// Why the change cannot be made alone; empty where it can.
  public var because: String
  /// What was found out; nil where no set of changes makes a valid file.
  public var report: EvaluationReport?

  /// Creates a change.
  public init(change: Int, needs: [Int], because: String, report: EvaluationReport?) {
    self.change = change
    self.needs = needs
    self.because = because
    self.report = report
  }
}

extension ComparisonReport {
  /// A difference of one measure between a report and the first design's.
  public struct Gap: Sendable {
    /// The requirement or goal; nil for a figure of an operation.
    public var criterion: Criterion?
    /// The name of the measure: the id of a criterion, or `p99` and its like.
    public var measure: String
    /// The dimension of the values.
    public var dimension: Dimension
    /// The paired difference; nil where there is none.
    public var difference: PairedDifference?
    /// The difference of the means where there are no pairs; nil where one is unknown or infinite.
    public var plain: Double?
  }

  /// How the criteria and then the figures of the shown operation differ from the first design.
  public func gaps(of report: EvaluationReport) -> [Gap] {
    guard let first = designs.first?.report else { return [] }
    return report.criteria.map { criterion in
      let other = first.criteria.first { $0.id == criterion.id }
      return gap(
        criterion.id, criterion.dimension, criterion.value, other?.value ?? .none, criterion)
    } + figures(of: report)
  }

  /// How the figures of the shown operation differ from the first design.
  public func figures(of report: EvaluationReport) -> [Gap] {
    guard let first = designs.first.flatMap({ operation($0.report) }),
      let other = operation(report)
    else { return [] }
    func percentile(_ share: Double, _ operation: OperationMeasurements) -> Estimate {
      operation.demanded.first { $0.share == share }?.value ?? .none
    }
    return [
      gap("throughput", .rate, other.throughput, first.throughput),
      gap("success", .share, other.success, first.success),
      gap("mean", .duration, other.latencyMean, first.latencyMean),
      gap("p50", .duration, percentile(0.5, other), percentile(0.5, first)),
      gap("p99", .duration, percentile(0.99, other), percentile(0.99, first)),
    ]
  }

  private func gap(
    _ measure: String, _ dimension: Dimension, _ value: Estimate, _ first: Estimate,
    _ criterion: Criterion? = nil
  ) -> Gap {
    var plain: Double?
    if let left = value.value, let right = first.value { plain = left - right }
    return Gap(
      criterion: criterion, measure: measure, dimension: dimension,
      difference: PairedDifference(value, minus: first), plain: plain)
  }
}
