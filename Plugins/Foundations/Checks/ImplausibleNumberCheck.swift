import ArchitectureModel
import PluginAPI

struct ImplausibleNumberCheck: Check {
  let page = CheckPage(
    id: "foundations.implausible-number", title: "Number that nobody has reached",
    severity: .minor,
    summary: "A number of the design is better than the best that has been published.",
    why: """
      A design can win on paper by wishing: a database write faster than a disk, copies that start \
      before a machine has booted, sites nearer than light allows. What is built then is late, full \
      or gone.
      """,
    detection: """
      Each number that is better than its default is compared with the plausible range of its kind, \
      whose ends are published ('windtunnel explain' of the kind lists them with their sources). A \
      run of the design's own load uses the number all the same; a graded run never does.
      """,
    falsePositives: "A system that is faster than anything published: bring the measurement.",
    remedy: "State a number that was measured or published, or leave it out and take the default.",
    sources: [
      "Dean, \"Designs, Lessons and Advice from Building Large Distributed Systems\", LADIS 2009: "
        + "numbers everyone should know"
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, work: 2ms, calls: [db] }
          db: { kind: database, write: 1ms, replication: { lag: 50ms } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }
          db: { kind: database, write: 20us }  # expect: foundations.implausible-number
        """),
      CheckExample(
        """
        components:
          web:
            kind: service
            restart: 10ms  # expect: foundations.implausible-number
            fails: { every: 100y }  # expect: foundations.implausible-number
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let claims = evidence.architecture.claims
    guard !claims.isEmpty else { return [.notApplicable("no number is better than its default")] }
    return claims.map { claim in
      let parts = claim.path.split(separator: ".").map(String.init)
      let isOfComponent = parts.first == "components" && parts.count > 1
      let range = claim.range.isEmpty ? "nothing published" : claim.range
      return Finding(
        claim.isPlausible ? .satisfied : .violated, claim.isPlausible ? .info : .minor,
        subject: claim.path, components: isOfComponent ? [parts[1]] : [], places: [claim.span],
        message: claim.isPlausible
          ? "'\(claim.path)' is within what has been published"
          : "'\(claim.path)' is \(claim.stated), which nobody has published",
        facts: [Fact("stated", claim.stated), Fact("used", claim.used), Fact("range", range)],
        because: claim.isPlausible ? [] : [range],
        remedy: claim.isPlausible ? "" : "state a number within the range, or take the default")
    }
  }
}
