import ArchitectureModel
import PluginAPI
import Quantities

/// Finds venues that cannot be stopped.
struct NoKillSwitchCheck: Check {
  let page = CheckPage(
    id: "trading.no-kill-switch", aliases: ["trd-kill-switch"],
    title: "No kill switch", severity: .blocker,
    summary: "One command stops a session, a firm, an algorithm or everything, at once.",
    why: """
      Unexecuted orders must be cancellable immediately, any or all of them, attributable to \
      algorithm, trader or client. A runaway algorithm costs millions a minute, and the network it \
      floods is no way to stop it.
      """,
    detection: """
      Looks for `kill_switch` on any component. Its scopes must include session, firm, algorithm \
      or desk, and all; it must be out of band, cancel resting orders, and act within 5 s, 1 s or \
      100 ms by level. Major at starter level.
      """,
    falsePositives: "A simulation venue without members.",
    remedy: "Give the sequencer a purge command that a separate admin network reaches.",
    sources: ["Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 12"],
    passing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            trading:
              kill_switch:
                scopes: [session, firm, algorithm, all]
                effect: 200ms
                out_of_band: yes
                cancels_resting: yes
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # expect: trading.no-kill-switch
        """),
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            trading:
              kill_switch:
                scopes: [session, firm, desk, all]
                effect: 30s  # expect: trading.no-kill-switch
                out_of_band: yes
                cancels_resting: yes
        """),
      CheckExample(
        """
        components:
          seq:  # unknown: trading.no-kill-switch
            kind: trading/sequencer
            trading: { kill_switch: { scopes: [session, firm, desk, all], effect: 200ms } }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard let book = evidence.orderers.first else { return [] }
    let severity: Severity = evidence.level == .starter ? .major : page.severity
    let switches = evidence.architecture.components.filter { $0.trading("kill_switch") != nil }
    if switches.isEmpty {
      var review = Review(book, severity)
      review.problem("takes orders that nobody can stop: no component has a kill switch")
      return [finish(review)]
    }
    return switches.map { judge($0, Targets.of(evidence.level).killSwitch, severity) }
  }

  private func judge(_ component: Component, _ limit: TimeSpan, _ severity: Severity) -> Finding {
    var review = Review(component, severity)
    if let scopes = component.trading("kill_switch", "scopes") {
      var missing = ["session", "firm", "all"].filter { !scopes.texts.contains($0) }
      if !scopes.texts.contains("algorithm") && !scopes.texts.contains("desk") {
        missing.append("algorithm or desk")
      }
      if !missing.isEmpty {
        review.problem(
          "has a kill switch that cannot stop \(missing.joined(separator: ", "))", at: scopes.span)
      }
    } else {
      review.question("what its kill switch can stop (`scopes`)")
    }
    if let effect = component.trading("kill_switch", "effect"), let span = effect.duration {
      review.fact("effect", span.brief)
      review.fact("limit", limit.brief)
      if span > limit {
        review.problem("stops trading after \(span.brief), not \(limit.brief)", at: effect.span)
      }
    } else {
      review.question("how soon its kill switch acts (`effect`)")
    }
    review.flag(
      component.trading("kill_switch", "out_of_band"),
      no: "is stopped over the network that orders flood",
      unstated: "whether the kill switch has its own way (`out_of_band`)")
    review.flag(
      component.trading("kill_switch", "cancels_resting"),
      no: "leaves resting orders in the book when trading is stopped",
      unstated: "whether resting orders are cancelled (`cancels_resting`)")
    return finish(review)
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "can stop every part of the market at once",
      because: ["any or all unexecuted orders must be cancellable at once (RTS 6 Art. 12)"],
      remedy: "add `kill_switch` with all scopes, out of band, cancelling resting orders")
  }
}
