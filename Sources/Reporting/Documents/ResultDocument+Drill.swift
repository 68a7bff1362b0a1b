import PluginAPI

extension ResultDocument {
  /// What happened in a scenario with faults; null where nothing broke at a moment.
  static func drill(_ drill: DrillMeasurements?) -> JSONValue {
    guard let drill else { return .null }
    return .object([
      "from": .number(drill.from), "to": .number(drill.to),
      "detected_after": estimate(drill.detected),
      "operations": .object(pairs: drill.operations.map { ($0.operation, operation($0)) }),
      "stores": .object(pairs: drill.stores.map { ($0.component, store($0)) }),
      "marks": .array(
        drill.marks.map {
          .object([
            "kind": .string($0.kind.rawValue), "at": .number($0.at),
            "subject": .string($0.subject), "runs": .integer($0.runs),
          ])
        }),
      "persistence": drill.persistence.map(persistence) ?? .null,
    ])
  }

  private static func operation(_ operation: DrillOperation) -> JSONValue {
    .object([
      "before": part(operation.before), "during": part(operation.during),
      "after": part(operation.after), "failed": estimate(operation.failed),
      "latency": .array(operation.latencySeries.map { .number($0) }),
    ])
  }

  private static func part(_ part: DrillPart) -> JSONValue {
    .object([
      "arrivals": estimate(part.arrivals), "success": estimate(part.success),
      "p99": estimate(part.p99),
    ])
  }

  private static func store(_ store: DrillStore) -> JSONValue {
    .object([
      "lost_writes": estimate(store.lostWrites),
      "conflicting_writes": estimate(store.conflictingWrites), "outage": estimate(store.outage),
    ])
  }

  private static func persistence(_ persistence: Persistence) -> JSONValue {
    .object([
      "verdict": .string(persistence.verdict.rawValue),
      "metastable": .bool(persistence.verdict == .metastable),
      "watched": .number(persistence.watched),
      "recovered_after": .number(persistence.recoveredAfter),
      "kept_down_by": .strings(persistence.keptDownBy),
      "loops": .array(
        persistence.loops.map {
          .object(["name": .string($0.name), "recovered_after": .number($0.recoveredAfter)])
        }),
    ])
  }
}

extension ResultSchema {
  static var drills: [(String, [String: JSONValue])] {
    [
      ("drill", object("What happened in a scenario in which something broke.", drillMembers)),
      (
        "drill_part",
        object(
          "Requests that arrived in a part of a drill.",
          [
            ("arrivals", ref("estimate", "How many.")),
            ("success", ref("estimate", "The share that ended full.")),
            ("p99", ref("estimate", "The 99th percentile of the latency of those.")),
          ])
      ),
      (
        "persistence",
        object(
          "What a longer run says of a system that was still down at the end.",
          [
            ("verdict", text("`slow`, `metastable`, `unwell` or `undecided`.")),
            (
              "metastable",
              flag("Whether it stays down though nothing is broken any more.")
            ),
            ("watched", number("How long it was watched after the last fault was over.")),
            (
              "recovered_after",
              perhaps("number", "From there until it was back; null where it never was.")
            ),
            ("kept_down_by", texts("The loops without which it comes back, the quickest first.")),
            (
              "loops",
              list(
                "The loops of the design.",
                of: object(
                  "A loop that was broken off when the last fault was over.",
                  [
                    ("name", text("`retries`, `queue age`, `slowdown` or `hedges`.")),
                    (
                      "recovered_after",
                      perhaps("number", "Until it was back; null where it never was.")
                    ),
                  ]))
            ),
          ])
      ),
    ]
  }

  private static var drillMembers: [Member] {
    [
      ("from", number("When the first fault begins, from the start of the kept time.")),
      ("to", perhaps("number", "When the last one is over; null where one stays.")),
      ("detected_after", ref("estimate", "From the first fault until callers noticed something.")),
      (
        "operations",
        byName(
          "By operation.",
          object(
            "Before, during and after, by arrival.",
            [
              ("before", ref("drill_part", "Before the first fault.")),
              ("during", ref("drill_part", "While the last fault is not over.")),
              ("after", ref("drill_part", "After that.")),
              ("failed", ref("estimate", "Not full of those that came after the first fault.")),
              (
                "latency",
                list(
                  "Mean latency of full answers per step; null where there were none.",
                  of: perhaps("number", "Seconds."))
              ),
            ]))
      ),
      (
        "stores",
        byName(
          "By store or broker.",
          object(
            "What it lost.",
            [
              ("lost_writes", ref("estimate", "Acknowledged writes that no member holds.")),
              (
                "conflicting_writes",
                ref("estimate", "Writes that two leaders acknowledged apart, where both did.")
              ),
              ("outage", ref("estimate", "The longest time without service.")),
            ]))
      ),
      (
        "marks",
        list(
          "The timeline.",
          of: object(
            "A mark.",
            [
              (
                "kind", text("`fault`, `over`, `noticed`, `failover`, `serves` or `recovered`.")
              ),
              ("at", number("When, the mean over replications.")),
              ("subject", text("The component or operation, or the fault in words.")),
              ("runs", whole("In how many replications.")),
            ]))
      ),
      ("persistence", refOrNull("persistence", "Null where it plainly came back.")),
    ]
  }
}
