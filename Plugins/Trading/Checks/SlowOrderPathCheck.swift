import ArchitectureModel
import PluginAPI
import Quantities

/// Finds order paths that are too slow even without waiting.
struct SlowOrderPathCheck: Check {
  let page = CheckPage(
    id: "trading.slow-order-path", aliases: ["trd-latency-budget"],
    title: "Order path beyond its budget", severity: .major,
    summary: "The mean times on the order path add up to less than the median that is asked.",
    why: """
      Every hop takes its part of one budget, and waiting comes on top. Where the means alone \
      exceed it no tuning of queues will help.
      """,
    detection: """
      Adds the mean work and the stated latencies of everything the answer waits for, without \
      queueing or the network between sites, and compares with the level's median from order to \
      acknowledgement (5 ms, 150 us, 30 us). Twice as much is still minor, beyond it major.
      """,
    falsePositives: """
      A lower bound: a design that passes may still be slow under load, which the simulation \
      shows. Steps done in parallel are added, so wide fan-outs are judged too hard.
      """,
    remedy: "Remove hops, or make the slowest one faster.",
    sources: [
      "Commission Delegated Regulation (EU) 2017/574 (RTS 25), Art. 2(1): gateway to gateway",
      "Teaching targets by level",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq: { kind: trading/sequencer }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate: { kind: gateway, calls: [seq] }  # expect: trading.slow-order-path
          seq: { kind: service, traits: [sequencer] }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let target = Targets.of(evidence.level).ackMedian
    let flow = OrderFlow(evidence)
    let times = PathTimes(flow)
    return flow.entering.compactMap { operation in
      guard let first = flow.roots(of: operation).first.flatMap(flow.component) else {
        return nil
      }
      var review = Review(first, page.severity)
      let seconds = times.answerSeconds(operation)
      let span = TimeSpan(seconds: seconds)
      review.fact("sum of means", span.brief)
      review.fact("target of the median", target.brief)
      if span > target {
        review.problem(
          "starts an order path\(operation.map { " for '\($0)'" } ?? "") that takes "
            + "\(span.brief) by its means alone, more than \(target.brief)")
      }
      return review.finding(
        good: "starts an order path of \(span.brief) by means, within \(target.brief)",
        because: ["waiting comes on top of the means"],
        remedy: "remove hops from the path, or speed up its slowest",
        severity: seconds <= 2 * target.seconds ? .minor : page.severity)
    }
  }
}
