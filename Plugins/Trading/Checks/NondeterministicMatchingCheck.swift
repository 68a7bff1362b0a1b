import ArchitectureModel
import PluginAPI

/// Finds matching engines that a replay would not rebuild.
struct NondeterministicMatchingCheck: Check {
  let page = CheckPage(
    id: "trading.nondeterministic-matching", aliases: ["trd-deterministic-replay"],
    title: "Matching that cannot be replayed", severity: .blocker,
    summary: "The same log gives the same book: one thread, no remote calls, inputs journaled.",
    why: """
      Standbys and recovery replay the log of inputs. A clock, a random number, a second thread or \
      an answer from somewhere else inside the match makes them diverge, and then nobody knows \
      which book is right.
      """,
    detection: """
      A matching engine must have one slot, wait for no other component while it matches, and \
      take inputs that were written to a replayable log, by itself, by what calls it, or by being \
      a consumer of it. `deterministic: no` is believed.
      """,
    falsePositives: "A remote call whose answer is itself written to the log before it is used.",
    remedy: "Stamp time and ids at the sequencer, and move input and output out of the match.",
    sources: [
      "Schneider, \"Implementing fault-tolerant services using the state machine approach\", 1990",
      "Aeron Cluster documentation: replicated state machines are sequential",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          engine: { kind: trading/matching_engine, consumes: [{ from: log }] }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            calls:
              - { send: log }
              - { read: prices }  # expect: trading.nondeterministic-matching
          log: { kind: trading/journal }
          prices: { kind: cache }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [engine] }
          engine: { kind: trading/matching_engine }  # expect: trading.nondeterministic-matching
        """),
      CheckExample(
        """
        components:
          engine:  # unknown: trading.nondeterministic-matching
            kind: service
            concurrency: 1
            traits: [matching]
            calls: [{ send: log }]
          log: { kind: trading/journal }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    return evidence.players(Role.matching).map { judge($0, flow) }
  }

  private func judge(_ engine: Component, _ flow: OrderFlow) -> Finding {
    var review = Review(engine, page.severity)
    for hop in flow.hops(from: engine, for: nil) where hop.isAwaited && hop.call != nil {
      guard let target = flow.component(hop.to), !target.has("broker") else {
        continue
      }
      review.problem("waits for '\(target.id)' inside the match", at: hop.span)
    }
    let slots = engine.concurrency.value
    review.fact("slots", slots.map { "\($0)" } ?? "any number")
    if slots != 1 {
      review.problem(
        "works on \(slots.map { "\($0)" } ?? "any number of") orders at once",
        at: engine.concurrency.origin.span)
    }
    if let said = engine.trading("deterministic") {
      if said.flag == false { review.problem("says itself it is not deterministic", at: said.span) }
    } else if !engine.has("deterministic") {
      review.question("whether a replay gives the same book (`trading: { deterministic: }`)")
    }
    if !hasJournaledInput(engine, flow) {
      review.problem("takes orders that no replayable log has")
    }
    return review.finding(
      good: "is one thread that a replay of the log rebuilds",
      because: ["standbys and recovery replay the input log and must end in the same book"],
      remedy: "journal inputs first, one slot per shard, and no awaited calls in the match")
  }

  /// Whether a replayable log has the inputs: written here, before, or read from it.
  private func hasJournaledInput(_ engine: Component, _ flow: OrderFlow) -> Bool {
    func isLog(_ id: String) -> Bool { flow.component(id)?.has("replayable") ?? false }
    if engine.consumes.contains(where: { isLog($0.from.name) }) { return true }
    if flow.hops(from: engine, for: nil).contains(where: { isLog($0.to) }) { return true }
    return flow.architecture.components.contains { caller in
      let hops = flow.hops(from: caller, for: nil)
      return hops.contains { $0.to == engine.id } && hops.contains { isLog($0.to) }
    }
  }
}
