import ArchitectureModel
import Histogram
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

/// Reduces replications, in their order, to measurements with intervals.
///
/// Source: Averill Law, "Simulation Modeling and Analysis", 5th edition, 2015, section 9.4.1:
/// independent replications and Student's t.
struct Reduction {
  let flows: CompiledFlows
  let results: [RunResult]

  static let confidence = 0.95
  static let shares = [0.5, 0.9, 0.95, 0.99, 0.999]

  /// The mean of a value per replication with its interval; infinite if one is.
  static func estimate(_ values: [Double?]) -> Estimate {
    let known = values.compactMap { $0 }
    guard known.count == values.count, !known.isEmpty else { return .none }
    var estimate: Estimate
    if known.contains(where: { $0.isInfinite }) {
      let finite = known.filter { !$0.isInfinite }
      estimate = Estimate(
        value: nil, low: finite.min(), high: nil, replications: known.count, isInfinite: true)
    } else {
      let interval = ConfidenceInterval(replications: known, confidence: confidence)
      estimate = Estimate(
        value: interval.mean, low: interval.low, high: interval.high, replications: known.count)
    }
    estimate.samples = known
    return estimate
  }

  func measurements(scenario: String, title: String) -> ScenarioMeasurements {
    let lasts = Double(flows.model.lasts) / 1e9
    let step = Double(results.first?.step ?? 1) / 1e9
    var measured = ScenarioMeasurements(
      scenario: scenario, title: title, lasts: lasts, step: step)
    measured.operations = flows.operations.indices.map { operation($0, lasts: lasts, step: step) }
    measured.components = flows.components.indices.map { component($0, lasts: lasts) }
    measured.probes = flows.probes.indices.map { probe($0) }.filter { $0.count > 0 }
    measured.faults = flows.faults
    measured.drill = drill(flows.faults, measured.operations)
    measured.warmup = Double(flows.model.warmup) / 1e9
    measured.journeys = journeys()
    measured.events = results.reduce(0) { $0 + $1.events }
    measured.replications = results.count
    measured.stopped = results.map(\.stopped).first { $0 != .time }?.rawValue ?? "time"
    return measured
  }

  private func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  // MARK: Operations

  private func operation(_ index: Int, lasts: Double, step: Double) -> OperationMeasurements {
    let runs = results.map { $0.operations[index] }
    var measured = OperationMeasurements(operation: flows.operations[index])
    func count(_ families: Set<Answer.Family>) -> [Double?] {
      runs.map { run in
        Double(
          Answer.allCases.filter { families.contains($0.family) }
            .reduce(0) { $0 + run.ends[Int($1.rawValue)] })
      }
    }
    measured.arrivals = Self.estimate(runs.map { Double($0.arrivals) })
    measured.completed = Self.estimate(count([.completed]))
    measured.full = Self.estimate(runs.map { Double($0.count(.ok)) })
    measured.degraded = Self.estimate(runs.map { Double($0.count(.degraded)) })
    measured.stale = Self.estimate(runs.map { Double($0.count(.stale)) })
    measured.sawOldData = Self.estimate(
      runs.map { $0.count(.ok) == 0 ? nil : Double($0.sawOldData) / Double($0.count(.ok)) })
    measured.failed = Self.estimate(count([.failed]))
    measured.refused = Self.estimate(count([.refused]))
    measured.abandoned = Self.estimate(count([.abandoned]))
    measured.throughput = Self.estimate(count([.completed]).map { $0.map { $0 / lasts } })
    measured.success = success(runs)
    let answered = runs.map { $0.admitting(Set(LesserAnswer.allCases)) }
    measured.latencyMean = Self.estimate(
      answered.map { $0.count(.ok) == 0 ? nil : $0.latencySum / Double($0.count(.ok)) / 1e9 })
    measured.latency = percentiles(answered, demanded: false)
    measured.demanded = percentiles(runs, demanded: true)
    measured.latencyMax = answered.map { Double($0.latencyMax) / 1e9 }.max()
    measured.histogram = merged(answered)
    measured.timeIn = timeIn(runs)
    measured.causes = causes(runs)
    measured.arrivalSeries = series(runs.map(\.arrivalSeries))
    measured.fullSeries = series(runs.map(\.fullSeries))
    let times = recovery(runs)
    measured.recovery = times.map { Self.estimate($0) }
    measured.recovered = times.map { times in
      (times.filter { $0.map { !$0.isInfinite } ?? false }.count, times.count)
    }
    if runs.contains(where: { $0.degraded != nil || $0.stale != nil }) {
      measured.admitted = admitted(runs)
    }
    return measured
  }

  func percentile(_ run: OperationResult, _ share: Double, demanded: Bool) -> Double? {
    let total = demanded ? UInt64(run.arrivals) : run.latency.totalCount
    guard total > 0 else { return nil }
    guard let value = LatencyHistogram.value(run.latency, share: share, of: total) else {
      return .infinity
    }
    return value / 1e9
  }

  private func merged(_ runs: [OperationResult]) -> [(upTo: Double, count: Int)] {
    var all = LatencyHistogram.empty()
    for run in runs { all.add(run.latency) }
    return LatencyHistogram.buckets(of: all).map { (Double($0.upTo) / 1e9, Int($0.count)) }
  }

  private func timeIn(
    _ runs: [OperationResult]
  ) -> [(component: String, waiting: Double, working: Double)] {
    let total = runs.reduce(0) { sum, run in
      sum + run.waitingIn.reduce(0, +) + run.workingIn.reduce(0, +)
    }
    guard total > 0 else { return [] }
    return flows.components.indices.compactMap { index in
      let waiting = runs.reduce(0) { $0 + $1.waitingIn[index] } / total
      let working = runs.reduce(0) { $0 + $1.workingIn[index] } / total
      return waiting + working > 0 ? (flows.components[index].id, waiting, working) : nil
    }
  }

  private func causes(_ runs: [OperationResult]) -> [(cause: String, count: Double)] {
    Answer.allCases.filter { $0.family != .completed }.compactMap { answer in
      let count = mean(runs.map { Double($0.ends[Int(answer.rawValue)]) })
      return count > 0 ? (answer.name, count) : nil
    }
  }

  private func series(_ runs: [[Int]]) -> [Double] {
    guard let first = runs.first else { return [] }
    return first.indices.map { step in mean(runs.map { Double($0[step]) }) }
  }

  // MARK: Components

  private func component(_ index: Int, lasts: Double) -> ComponentMeasurements {
    let component = flows.components[index]
    let copies = flows.copiesOf[index]
    let slots = flows.model.components[index].slots
    var measured = ComponentMeasurements(component: component.id)
    let runs = results.map { $0.components[index] }
    let nanoseconds = Double(flows.model.lasts)
    // Where copies come and go, all slots are those of the copies that ran.
    let present = runs.map { $0.scaling.map { $0.running / nanoseconds } ?? Double(copies.count) }
    func sum(_ value: (CopyResult) -> Double) -> [Double?] {
      results.map { run in copies.reduce(0) { $0 + value(run.copies[$1]) } / nanoseconds }
    }
    let busy = sum(\.busy)
    measured.utilisation = Self.estimate(
      zip(busy, present).map { busy, present in
        slots < 0 ? busy : busy.map { present > 0 ? $0 / (present * Double(slots)) : 0 }
      })
    measured.queueMean = Self.estimate(sum(\.waiting))
    measured.inside = Self.estimate(sum { $0.busy + $0.waiting })
    measured.queueMax = results.flatMap { run in copies.map { run.copies[$0].queueMax } }.max() ?? 0
    let perCopy = slots < 0 ? 1 : Double(slots)
    measured.busiestCopy = mean(
      results.map { run in
        (copies.map { run.copies[$0].busy }.max() ?? 0) / nanoseconds / perCopy
      })
    measured.called = mean(runs.map { Double($0.called) })
    measured.served = mean(runs.map { Double($0.served) })
    measured.servedInVain = mean(runs.map { Double($0.servedInVain) })
    measured.refused = mean(runs.map { Double($0.refused) })
    measured.acknowledgedWrites = mean(runs.map { Double($0.acknowledged) })
    measured.lostWrites = Self.estimate(runs.map { Double($0.lost) })
    measured.conflictingWrites = Self.estimate(runs.map { Double($0.conflicting) })
    measured.reads = mean(runs.map { Double($0.reads) })
    if measured.reads > 0 {
      measured.staleReads = Self.estimate(
        runs.map { $0.reads == 0 ? nil : Double($0.staleReads) / Double($0.reads) })
    }
    if component.isLed {
      measured.outage = Self.estimate(runs.map { Double($0.outage) / 1e9 })
    }
    measured.backlog = mean(runs.map { Double($0.backlog) })
    measured.givenUp = mean(runs.map { Double($0.givenUp) })
    measured.busySeries = seriesOfDoubles(runs.map(\.busySeries))
    measured.queueSeries = seriesOfDoubles(runs.map(\.queueSeries))
    measured.copies = copies.count
    measured.slotsOfCopy = slots < 0 ? nil : Int(slots)
    if runs.contains(where: { $0.scaling != nil }) {
      measured.scaling = ScalingMeasurements(
        running: Self.estimate(present.map { $0 }),
        paid: mean(runs.map { ($0.scaling?.paid ?? 0) / nanoseconds }),
        series: seriesOfDoubles(runs.map { $0.scaling?.series ?? [] }),
        coldStarts: component.onDemand == nil
          ? nil : mean(runs.map { Double($0.scaling?.coldStarts ?? 0) }))
    }
    measured.cache = cache(runs)
    let cores = flows.model.components[index].serving
    if cores.processors > 0, !cores.gaugesProcessors {
      measured.processors = Self.estimate(
        zip(sum(\.processors), present).map { used, present in
          used.map { present > 0 ? $0 / (present * cores.processors) : 0 }
        })
    }
    return measured
  }

  private func cache(_ runs: [ComponentResult]) -> CacheMeasurements? {
    let caches = runs.compactMap(\.cache)
    guard !caches.isEmpty else { return nil }
    return CacheMeasurements(
      hits: Self.estimate(
        caches.map { cache in
          let all = cache.hits + cache.misses
          return all == 0 ? nil : Double(cache.hits) / Double(all)
        }),
      misses: mean(caches.map { Double($0.misses) }),
      entries: mean(caches.map { Double($0.entries) }))
  }

  private func seriesOfDoubles(_ runs: [[Double]]) -> [Double] {
    let length = runs.map(\.count).min() ?? 0
    return (0..<length).map { step in mean(runs.map { $0[step] }) }
  }

  private func probe(_ index: Int) -> ProbeMeasurements {
    let histograms = results.map { $0.probes[index] }
    return ProbeMeasurements(
      probe: flows.probes[index].id, count: mean(histograms.map { Double($0.totalCount) }),
      mean: Self.estimate(
        results.map { run in
          let count = run.probes[index].totalCount
          return count == 0 ? nil : run.probeSums[index] / Double(count) / 1e9
        }),
      percentiles: Self.shares.map { share in
        (
          share,
          Self.estimate(
            histograms.map {
              LatencyHistogram.value($0, share: share, of: $0.totalCount).map { $0 / 1e9 }
            })
        )
      })
  }
}
