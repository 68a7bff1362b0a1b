import ArchitectureModel
import PluginAPI

/// Finds risk checks whose limits somebody else can change.
struct MemberOwnedLimitsCheck: Check {
  let page = CheckPage(
    id: "trading.member-owned-limits", aliases: ["trd-risk-control-ownership"],
    title: "Limits in other hands", severity: .major,
    summary: "Whoever gives access to the market alone controls the limits.",
    why: """
      Controls must be under the direct and exclusive control of the broker or venue. A limit \
      that the limited party can raise is none.
      """,
    detection: """
      A risk check must not be of a kind outside, must not stand in a boundary without trust, \
      and says under `limits_set_by` who changes limits.
      """,
    falsePositives: "A venue's own test members.",
    remedy: "Let only the operator change limits, with two persons for a raise.",
    sources: ["SEC, 17 CFR 240.15c3-5(d)"],
    passing: [
      CheckExample(
        """
        components:
          risk: { kind: trading/pretrade_risk, trading: { limits_set_by: operator } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          risk:
            kind: trading/pretrade_risk
            trading: { limits_set_by: member }  # expect: trading.member-owned-limits
        """),
      CheckExample(
        """
        components:
          risk: { kind: trading/pretrade_risk }  # unknown: trading.member-owned-limits
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    evidence.players(Role.risk).map { risk in
      var review = Review(risk, page.severity)
      if risk.has("outside") { review.problem("is somebody else's service") }
      if let id = risk.boundary, let boundary = evidence.architecture.boundary(id),
        boundary.trust == Trust.none
      {
        review.problem("stands in '\(id)', where nobody is trusted")
      }
      if let setter = risk.trading("limits_set_by") {
        if setter.text != "operator" {
          review.problem(
            "has limits that a \(setter.text ?? "stranger") can change", at: setter.span)
        }
      } else {
        review.question("who changes its limits (`trading: { limits_set_by: }`)")
      }
      return review.finding(
        good: "has limits that only the operator changes",
        because: ["controls are under direct and exclusive control (15c3-5(d))"],
        remedy: "keep the limits with the operator (`limits_set_by: operator`)")
    }
  }
}
