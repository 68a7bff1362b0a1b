import ArchitectureModel
import PluginAPI

/// Finds order paths on which two versions can trade at once.
struct UnsafeDeployCheck: Check {
  let page = CheckPage(
    id: "trading.unsafe-deploy", aliases: ["trd-deploy-safety"],
    title: "New version without a gate", severity: .major,
    summary: "New versions come step by step, and one version trades when the session opens.",
    why: """
      Knight Capital left old code on one of eight servers and reused its flag: 212 orders became \
      four million executions in 45 minutes, and the firm was lost. One question before the open, \
      whether all copies run one version, would have shown it.
      """,
    detection: """
      Compute components up to the book: `deploy` must be stated and not be `all_at_once`, and \
      `release` must have a version gate and a rollback.
      """,
    falsePositives: "A change outside the session with all sessions closed, all at once.",
    remedy: "State `deploy: canary` and gate the open on one version everywhere.",
    sources: [
      "SEC, Release 34-70694 (Knight Capital), 2013",
      "Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 8 and 11",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            deploy: canary
            trading: { release: { version_gate: yes, rollback: yes } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            deploy: all_at_once  # expect: trading.unsafe-deploy
            trading: { release: { version_gate: yes, rollback: yes } }
        """),
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # unknown: trading.unsafe-deploy
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    OrderFlow(evidence).inbound.filter { $0.has("compute") }.map(judge)
  }

  private func judge(_ component: Component) -> Finding {
    var review = Review(component, page.severity)
    if let way = component.statement("deploy") {
      review.fact("deploy", way.text ?? "")
      if way.text == "all_at_once" {
        review.problem("gets a new version everywhere at once", at: way.span)
      }
    } else {
      review.question("how a new version comes (`deploy`)")
    }
    review.flag(
      component.trading("release", "version_gate"),
      no: "may trade with two versions at once",
      unstated: "whether all copies must report one version (`release: { version_gate: }`)")
    review.flag(
      component.trading("release", "rollback"), no: "cannot go back by itself",
      unstated: "whether the version before comes back (`release: { rollback: }`)")
    return review.finding(
      good: "gets new versions step by step, behind a gate",
      because: ["one server with old code cost Knight Capital 460 million dollars"],
      remedy: "state `deploy: canary` and `release: { version_gate: yes, rollback: yes }`")
  }
}
