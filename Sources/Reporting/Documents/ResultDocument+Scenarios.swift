import PluginAPI

extension ResultDocument {
  /// What was measured in one scenario.
  static func scenario(_ measured: ScenarioMeasurements) -> JSONValue {
    .object([
      "title": .string(measured.title), "lasts": .number(measured.lasts),
      "warmup": .object([
        "seconds": .number(measured.warmup), "source": .string(measured.warmupSource.rawValue),
      ]), "looks": .integer(measured.looks),
      "undecided": measured.undecided.map { .strings($0) } ?? .null,
      "operations": .object(pairs: measured.operations.map { ($0.operation, operation($0)) }),
      "components": .object(pairs: measured.components.map { ($0.component, component($0)) }),
      "probes": .object(pairs: measured.probes.map { ($0.probe, probe($0)) }),
      "series": series(measured), "faults": .array(measured.faults.map(fault)),
      "drill": drill(measured.drill),
      "events": .integer(measured.events), "replications": .integer(measured.replications),
      "stopped": .string(measured.stopped),
      "impossible": measured.impossible.map { .string($0) } ?? .null,
      "journeys": .object(pairs: measured.journeys.map { ($0.journey, journey($0)) }),
      "window": measured.window.map {
        .object(["from": .number($0.from), "to": .number($0.to)])
      } ?? .null,
    ])
  }

  private static func journey(_ measured: JourneyMeasurements) -> JSONValue {
    .object([
      "started": estimate(measured.started), "ended": estimate(measured.ended),
      "requests": estimate(measured.requests), "in_progress": estimate(measured.inProgress),
    ])
  }

  private static func operation(_ measured: OperationMeasurements) -> JSONValue {
    var latency = percentiles(measured.latency)
    latency.append(("mean", estimate(measured.latencyMean)))
    latency.append(("max", .number(measured.latencyMax)))
    var recovered = JSONValue.null
    if let runs = measured.recovered {
      recovered = .object(["runs": .integer(runs.runs), "of": .integer(runs.of)])
    }
    return .object([
      "arrivals": estimate(measured.arrivals), "completed": estimate(measured.completed),
      "full": estimate(measured.full), "degraded": estimate(measured.degraded),
      "stale": estimate(measured.stale), "saw_old_data": estimate(measured.sawOldData),
      "failed": estimate(measured.failed), "refused": estimate(measured.refused),
      "abandoned": estimate(measured.abandoned), "throughput": estimate(measured.throughput),
      "success": estimate(measured.success), "latency": .object(pairs: latency),
      "demanded": .object(pairs: percentiles(measured.demanded)),
      "histogram": .array(
        measured.histogram.map {
          .object(["up_to": .number($0.upTo), "count": .integer($0.count)])
        }),
      "time_in": .object(
        pairs: measured.timeIn.map {
          (
            $0.component,
            .object(["waiting": .number($0.waiting), "working": .number($0.working)])
          )
        }),
      "errors": .object(pairs: measured.causes.map { ($0.cause, .number($0.count)) }),
      "recovery": measured.recovery.map { estimate($0) } ?? .null, "recovered": recovered,
      "admitting": .object(pairs: measured.admitted.map { admitted($0) }),
    ])
  }

  /// What an operation did where lesser answers count, by what counts, such as `degraded+stale`.
  private static func admitted(_ measured: AdmittedMeasurements) -> (String, JSONValue) {
    let name = LesserAnswer.allCases.filter { measured.answers.contains($0) }.map(\.rawValue)
      .joined(separator: "+")
    return (
      name,
      .object([
        "success": estimate(measured.success),
        "demanded": .object(pairs: percentiles(measured.demanded)),
        "recovery": measured.recovery.map { estimate($0) } ?? .null,
      ])
    )
  }

  private static func percentiles(
    _ values: [(share: Double, value: Estimate)]
  ) -> [(String, JSONValue)] {
    let all: [(Double, String)] = [
      (0.5, "p50"), (0.9, "p90"), (0.95, "p95"), (0.99, "p99"), (0.999, "p999"),
    ]
    return all.map { share, name in
      (name, estimate(values.first { abs($0.share - share) < 1e-9 }?.value ?? .none))
    }
  }

  private static func component(_ measured: ComponentMeasurements) -> JSONValue {
    .object([
      "utilisation": estimate(measured.utilisation),
      "busiest_copy": .number(measured.busiestCopy), "inside": estimate(measured.inside),
      "queue": .object([
        "mean": estimate(measured.queueMean), "max": .integer(measured.queueMax),
      ]),
      "called": .number(measured.called), "served": .number(measured.served),
      "served_in_vain": .number(measured.servedInVain), "refused": .number(measured.refused),
      "replicas": .integer(measured.copies), "lost_writes": estimate(measured.lostWrites),
      "acknowledged_writes": .number(measured.acknowledgedWrites),
      "reads": .number(measured.reads),
      "stale_reads": measured.staleReads.map { estimate($0) } ?? .null,
      "conflicting_writes": estimate(measured.conflictingWrites),
      "outage": measured.outage.map { estimate($0) } ?? .null,
      "backlog": .number(measured.backlog), "given_up": .number(measured.givenUp),
      "processors": measured.processors.map { estimate($0) } ?? .null,
      "scaling": measured.scaling.map { scaling in
        .object([
          "running": estimate(scaling.running), "paid": .number(scaling.paid),
          "series": .numbers(scaling.series),
          "cold_starts": scaling.coldStarts.map { .number($0) } ?? .null,
        ])
      } ?? .null,
      "cache": measured.cache.map { cache in
        .object([
          "hits": estimate(cache.hits), "misses": .number(cache.misses),
          "entries": .number(cache.entries),
        ])
      } ?? .null,
    ])
  }

  private static func probe(_ measured: ProbeMeasurements) -> JSONValue {
    .object(
      pairs: percentiles(measured.percentiles) + [
        ("count", .number(measured.count)), ("mean", estimate(measured.mean)),
      ])
  }

  private static func series(_ measured: ScenarioMeasurements) -> JSONValue {
    .object([
      "step": .number(measured.step),
      "operations": .object(
        pairs: measured.operations.map {
          (
            $0.operation,
            .object(["arrivals": .numbers($0.arrivalSeries), "full": .numbers($0.fullSeries)])
          )
        }),
      "components": .object(
        pairs: measured.components.map {
          (
            $0.component,
            .object(["busy": .numbers($0.busySeries), "queue": .numbers($0.queueSeries)])
          )
        }),
    ])
  }

  private static func fault(_ fault: PlayedFault) -> JSONValue {
    .object([
      "text": .string(fault.text), "at": .number(fault.at), "lasts": .number(fault.lasts),
    ])
  }
}
