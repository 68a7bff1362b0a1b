import ArchitectureModel
import PluginAPI

struct UnreachableComponentCheck: Check {
  let page = CheckPage(
    id: "foundations.unreachable-component", title: "Component that nothing reaches",
    severity: .minor,
    summary: "No operation reaches a component, and it consumes nothing.",
    why: """
      A part that no request reaches costs machines and attention and does nothing. More often it \
      is a sign that a call was forgotten: a cache that nobody asks, a replica that nobody reads.
      """,
    detection: """
      From all entries the calls, `then`, `fronts` and the consumers of reached brokers are \
      followed. Support kinds (identity, secrets, telemetry, ...) need no call.
      """,
    falsePositives: "A part for people or for rare repair, kept for completeness of the drawing.",
    remedy: "Add the missing call to it, or take it out of the file.",
    sources: [
      "Lehman, \"Programs, life cycles, and laws of software evolution\", "
        + "Proceedings of the IEEE 68(9), 1980"
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [{ send: jobs }] }
          jobs: { kind: queue }
          mailer: { kind: worker, consumes: [{ from: jobs }], calls: [mail] }
          mail: { kind: external }
          keys: { kind: secrets }
        """),
      CheckExample(
        """
        components:
          web: { kind: service, calls: [api] }
          api: { kind: service, calls: [{ then: [{ share: 20%, to: web }] }] }
        """),
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }
          db: { kind: database }
          hot: { kind: cache, fronts: db }  # expect: foundations.unreachable-component
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let reached = Set(evidence.graph.reached(by: nil, throughConsumers: true))
    return evidence.architecture.components.compactMap { component in
      if component.has("support") { return nil }
      if reached.contains(component.id) {
        return .satisfied(component, "requests reach '\(component.id)'")
      }
      // A consumer of a broker that nothing reaches is told by the broker's own finding.
      if !component.consumes.isEmpty { return nil }
      return .about(
        component, .violated, .minor,
        "no operation reaches '\(component.id)', and it consumes nothing",
        because: ["it costs machines and does nothing, or a call to it is missing"],
        remedy: "call '\(component.id)' from the component that needs it, or remove it")
    }
  }
}
