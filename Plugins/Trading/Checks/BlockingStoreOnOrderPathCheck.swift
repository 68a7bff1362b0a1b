import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// Finds stores and strangers that the answer to an order waits for.
struct BlockingStoreOnOrderPathCheck: Check {
  let page = CheckPage(
    id: "trading.blocking-store-on-order-path", aliases: ["trd-no-blocking-io-hot-path"],
    title: "Order path that waits for a store", severity: .major,
    summary: "Between order and acknowledgement nothing waits for a database, cache or stranger.",
    why: """
      A relational commit takes 1 to 5 ms and a general broker answers in about 5 ms at its 99th \
      percentile, against a budget of half a millisecond from order to acknowledgement. In-memory \
      state and a replicated log take microseconds.
      """,
    detection: """
      Follows what the answer waits for, from the entries of operations that reach a book. A \
      store, a cache or a component outside is a violation; so is a broker or a journal whose \
      mean publication takes more than a quarter of the level's 99th percentile.
      """,
    falsePositives: "An embedded store in memory that is drawn as a component of its own.",
    remedy: "Keep the state in memory behind the log, and write databases from the log.",
    sources: [
      "Confluent, \"Benchmarking Apache Kafka\", 2020: p99 of 5 ms at 200 MB/s",
      "Fowler, \"The LMAX architecture\", 2011",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          writer: { kind: worker, consumes: [{ from: log }], calls: [{ write: books }] }
          books: { kind: database }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq:
            kind: trading/sequencer
            calls:
              - { write: books }  # expect: trading.blocking-store-on-order-path
          books: { kind: database }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    let budget = Targets.of(evidence.level).ackTail.seconds / 4
    var bad: [Finding] = []
    for component in flow.awaited {
      var seen: Set<String> = []
      for operation in flow.operations {
        for hop in flow.hops(from: component, for: operation) where hop.isAwaited {
          guard let target = flow.component(hop.to), seen.insert(hop.to).inserted,
            let reason = reason(target, budget)
          else { continue }
          bad.append(blocked(component, target, hop, reason))
        }
      }
    }
    guard bad.isEmpty else { return bad }
    return evidence.orderers.filter { book in flow.awaited.contains { $0.id == book.id } }.map {
      .satisfied($0, "no store stands between an order and the answer of '\($0.id)'")
    }
  }

  private func reason(_ target: Component, _ budget: Double) -> String? {
    if target.has("outside") { return "is somebody else's service" }
    if target.has("store") { return "is of kind '\(target.kind.name)'" }
    guard target.has("broker"), let write = target.write?.value.meanSeconds, write > budget else {
      return nil
    }
    let limit = TimeSpan(seconds: budget).brief
    return "takes \(TimeSpan(seconds: write).brief) to publish, more than \(limit)"
  }

  private func blocked(
    _ caller: Component, _ target: Component, _ hop: Hop, _ reason: String
  ) -> Finding {
    let work = [target.read, target.write, target.work].compactMap { $0?.value.meanSeconds }.max()
    return Finding(
      .violated, page.severity, subject: "components.\(caller.id)",
      components: [caller.id, target.id], places: [hop.span],
      message: "orders wait at '\(caller.id)' for '\(target.id)', which \(reason)",
      facts: work.map { [Fact("mean time", TimeSpan(seconds: $0).brief)] } ?? [],
      because: ["a quarter of the order's time is all that one step may take"],
      remedy: "let '\(target.id)' be written from the log, after the answer")
  }
}
