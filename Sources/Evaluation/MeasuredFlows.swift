import ArchitectureModel
import PluginAPI

/// How often each way of a design was taken in a scenario, per second.
///
/// The engine counts the calls that each component received, every attempt for itself, but not by
/// whom. They are divided over the ways that lead there in proportion to what is expected from the
/// measured arrivals, each caller's share corrected by its own measured calls.
struct MeasuredFlows {
  let expected: ExpectedFlows
  /// Executions per second of each way.
  private(set) var perSecond: [Double]
  /// Messages that each component handles at once, at least 1: what it sends on then carries as
  /// many items.
  private(set) var itemsPerCall: [Double] = []
  /// Arrivals per second of each operation.
  let arrivals: [Double]
  /// Acknowledged writes per second of each component.
  let writes: [Double]

  init(_ expected: ExpectedFlows, _ measured: ScenarioMeasurements) {
    self.expected = expected
    let lasts = max(1e-9, measured.lasts)
    arrivals = expected.operations.map {
      (measured.operation($0.operation)?.arrivals.value ?? 0) / lasts
    }
    let components = expected.architecture.components
    let called = components.map { (measured.component($0.id)?.called ?? 0) / lasts }
    writes = components.map { (measured.component($0.id)?.acknowledgedWrites ?? 0) / lasts }
    var plain = [Double](repeating: 0, count: expected.ways.count)
    for (operation, rate) in arrivals.enumerated() {
      for (way, times) in expected.perRequest[operation].enumerated() { plain[way] += rate * times }
    }
    perSecond = plain
    correct(plain, called)
  }

  private mutating func correct(_ plain: [Double], _ called: [Double]) {
    let ways = expected.ways
    var reached = [Double](repeating: 0, count: called.count)
    for (way, rate) in plain.enumerated() { reached[ways[way].target] += rate }
    // What a caller did more or less often than expected, it asked more or less often for.
    var estimate = plain
    for way in ways.indices where ways[way].from >= 0 && !ways[way].isDelivery {
      let from = ways[way].from
      if reached[from] > 0 { estimate[way] *= called[from] / reached[from] }
    }
    // A broker is also called by its consumers, once for each group of messages that they take.
    var fetches = [Double](repeating: 0, count: called.count)
    for (way, rate) in plain.enumerated() where ways[way].isDelivery {
      let consumer = ways[way].target
      if reached[consumer] > 0 {
        fetches[ways[way].from] += called[consumer] * rate / reached[consumer]
      }
    }
    var sums = [Double](repeating: 0, count: called.count)
    for way in ways.indices where !ways[way].isDelivery { sums[ways[way].target] += estimate[way] }
    for way in ways.indices where !ways[way].isDelivery {
      let target = ways[way].target
      let calls = max(0, called[target] - fetches[target])
      perSecond[way] = sums[target] > 0 ? estimate[way] / sums[target] * calls : 0
    }
    deliver(plain, called)
  }

  /// Each group of consumers gets every message that was published.
  private mutating func deliver(_ plain: [Double], _ called: [Double]) {
    let ways = expected.ways
    var expectedIn = [Double](repeating: 0, count: called.count)
    var measuredIn = expectedIn
    for way in ways.indices where ways[way].isWrite && !ways[way].isDelivery {
      expectedIn[ways[way].target] += plain[way]
      measuredIn[ways[way].target] += perSecond[way]
    }
    var handled = [Double](repeating: 0, count: called.count)
    for way in ways.indices where ways[way].isDelivery {
      let broker = ways[way].from
      perSecond[way] =
        expectedIn[broker] > 0 ? plain[way] * measuredIn[broker] / expectedIn[broker] : 0
      handled[ways[way].target] += perSecond[way]
    }
    // A consumer takes no more at once than its batch; what it could not take waits.
    let batches = expected.architecture.components.map { component in
      Double(component.consumes.map(\.batch).max() ?? 1)
    }
    for way in ways.indices where ways[way].isDelivery {
      let consumer = ways[way].target
      let most = called[consumer] * batches[consumer]
      if handled[consumer] > most { perSecond[way] *= most / handled[consumer] }
    }
    itemsPerCall = called.indices.map { component in
      called[component] > 0
        ? min(batches[component], max(1, handled[component] / called[component])) : 1
    }
  }

  /// Items per second that a way carries: its calls times what one carries.
  func items(_ way: Int) -> Double {
    let from = expected.ways[way].from
    guard from >= 0, !expected.ways[way].isDelivery else { return perSecond[way] }
    return perSecond[way] * itemsPerCall[from]
  }
}
