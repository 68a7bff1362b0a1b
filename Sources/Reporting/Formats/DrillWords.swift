import PluginAPI

/// A drill in words, for every kind of report.
enum DrillWords {
  /// What a mark on the timeline says.
  static func mark(_ mark: DrillMark, of replications: Int) -> String {
    let some =
      mark.runs < replications ? ", in \(mark.runs) of \(replications) replications" : ""
    switch mark.kind {
    case .fault: return "fault: \(mark.subject)"
    case .over: return "over: \(mark.subject)"
    case .noticed: return "noticed by callers of \(mark.subject)\(some)"
    case .failover: return "failover of \(mark.subject)\(some)"
    case .serves: return "\(mark.subject) serves again\(some)"
    case .recovered: return "\(mark.subject) recovered\(some)"
    }
  }

  /// One letter for a mark that is no fault.
  static func letter(_ kind: DrillMark.Kind) -> Character {
    switch kind {
    case .fault, .over: " "
    case .noticed: "n"
    case .failover: "f"
    case .serves: "s"
    case .recovered: "r"
    }
  }

  /// Success and p99 in a part of a drill.
  static func part(_ part: DrillPart) -> String {
    guard (part.arrivals.value ?? 0) > 0 else { return "-" }
    let success = Figures.brief(part.success, .share)
    return part.p99.value == nil ? success : "\(success), \(Figures.brief(part.p99, .duration))"
  }

  /// What a store lost; empty where that was nothing.
  static func losses(_ store: DrillStore) -> [String] {
    var words: [String] = []
    if let outage = store.outage.value, outage > 0 {
      words.append(
        "\(store.component) was without service for \(Figures.brief(store.outage, .duration)) at a "
          + "time (RTO)")
    }
    if let lost = store.lostWrites.value, lost > 0 {
      words.append(
        "\(store.component) lost \(Figures.full(store.lostWrites, .count)) acknowledged writes (RPO)"
      )
    }
    if let apart = store.conflictingWrites.value, apart > 0 {
      words.append(
        "\(store.component) took \(Figures.count(apart)) writes on the two sides of a cut, which "
          + "conflict")
    }
    return words
  }

  /// What a longer run says, and what to do.
  static func persistence(_ persistence: Persistence) -> [String] {
    let watched = Figures.brief(persistence.watched, .duration)
    switch persistence.verdict {
    case .slow:
      let after = persistence.recoveredAfter.map { Figures.brief($0, .duration) } ?? watched
      return [
        "Slow, not stuck: in a longer run it was back \(after) after the last fault was over. Spare "
          + "capacity, or refusing more while it is behind, shortens that."
      ]
    case .unwell:
      return [
        "It is not well without the faults either: an equal run of \(watched) in which nothing broke "
          + "ended the same way. Look at its capacity first."
      ]
    case .undecided:
      return [
        "Whether it ever comes back is open: the longer run was given up at its limit of events."
      ]
    case .metastable: return metastable(persistence, watched)
    }
  }

  private static func metastable(_ persistence: Persistence, _ watched: String) -> [String] {
    var words = [
      "Metastable: \(watched) after the last fault was over it was still down, though an equal run in "
        + "which nothing broke is well."
    ]
    for loop in persistence.loops {
      if let after = loop.recoveredAfter {
        words.append(
          "Kept down by \(loop.name): broken off, it is back after "
            + "\(Figures.brief(after, .duration)). \(advice(loop.name))")
      } else {
        words.append("Not by \(loop.name): broken off, it stays down as well.")
      }
    }
    if persistence.keptDownBy.isEmpty {
      words.append(
        "No loop that can be broken off keeps it down alone. Give it more capacity, or let it refuse "
          + "more.")
    }
    return words
  }

  /// What to do about loops, by their names.
  private static func advice(_ names: String) -> String {
    let all: [(name: String, words: String)] = [
      ("retries", "Limit repeats with 'retry.budget' or a 'breaker'."),
      (
        "queue age",
        "Shorten the queue, or let it drop what is too old: 'queue.limit', 'queue.max_wait', 'cancel'."
      ),
      ("slowdown", "Let in less at once: fewer slots, a 'rate_limit', or more copies."),
      ("hedges", "Hedge later, or not at all."),
    ]
    return all.filter { names.contains($0.name) }.map(\.words).joined(separator: " ")
  }
}
