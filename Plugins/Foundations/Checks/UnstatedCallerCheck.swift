import ArchitectureModel
import PluginAPI

struct UnstatedCallerCheck: Check {
  let page = CheckPage(
    id: "foundations.unstated-caller", title: "Entry that does not say who may call",
    severity: .major,
    summary: "A component that users reach does not state how they prove who they are.",
    why: """
      Every request begins with the question who is asking. Where nobody decided it, the answer is \
      `anybody`: found by whoever scans the network first.
      """,
    detection: """
      Each component that receives requests of users must state `auth`. For an entry of kind \
      `client` the components that it calls are judged. `auth: none` is a decision and satisfies \
      the check, unless confidential or secret data rest on the way.
      """,
    falsePositives: "Public pages: write `auth: none` and say so.",
    remedy: """
      Write `auth:` at the entry: `federated_login` for people, `signed_token` for programs.
      """,
    sources: [
      "Saltzer, Schroeder, \"The protection of information in computer systems\", "
        + "Proceedings of the IEEE 63(9), 1975: fail-safe defaults",
      "OWASP, \"Application Security Verification Standard\" 4.0.3, 2021, chapter V2",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, auth: federated_login }
        """)
    ],
    failing: [
      CheckExample(
        """
        data:
          account: { class: confidential }
        components:
          web:
            kind: service
            auth: none  # expect: foundations.unstated-caller
            calls: [db]
          db: { kind: database, holds: [account] }
        """),
      CheckExample(
        """
        components:
          web: { kind: service }  # unknown: foundations.unstated-caller
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let doors = doors(of: evidence)
    if doors.isEmpty { return [.notApplicable("no component of ours receives users")] }
    return doors.map { judge($0, in: evidence) }
  }
}

/// The first components of ours that requests of users meet, each once.
private func doors(of evidence: Evidence) -> [Component] {
  var seen: Set<String> = []
  return evidence.entryComponents.flatMap { entry -> [Component] in
    guard entry.has("source") else { return [entry] }
    return evidence.graph.from(entry.id).compactMap { evidence.architecture.component($0.to) }
  }
  .filter { !$0.has("outside") && !$0.has("source") && seen.insert($0.id).inserted }
}

private func judge(_ door: Component, in evidence: Evidence) -> Finding {
  guard let auth = door.statement("auth"), let method = auth.text else {
    return .about(
      door, .unknown, .major, "who may call '\(door.id)'? it states no 'auth'",
      because: ["what nobody decided is open to anybody"],
      remedy: "write 'auth:' at '\(door.id)'; 'auth: none' if anybody may call")
  }
  if method != "none" {
    return .about(
      door, .satisfied, .info, "callers of '\(door.id)' prove who they are: \(method)")
  }
  guard let (holder, data) = exposed(behind: door, in: evidence) else {
    return .about(
      door, .satisfied, .info, "anybody may call '\(door.id)', by decision: auth is 'none'")
  }
  let sensitivity = evidence.architecture.dataClass(data)?.sensitivity?.rawValue ?? ""
  return .about(
    door, .violated, .major,
    "anybody may call '\(door.id)', and behind it '\(holder.id)' holds '\(data)', "
      + "which is \(sensitivity)",
    at: auth.span, also: [holder.span], with: [holder.id],
    because: ["whoever reaches '\(door.id)' can ask for '\(data)'"],
    remedy: "write 'auth: federated_login' or another method at '\(door.id)'")
}

/// A holder of confidential data that requests from the door reach, with those data.
private func exposed(behind door: Component, in evidence: Evidence) -> (Component, String)? {
  var order = [door.id]
  var seen: Set<String> = [door.id]
  var next = 0
  while next < order.count {
    let here = order[next]
    next += 1
    if let component = evidence.architecture.component(here) {
      for data in component.holds ?? [] {
        let sensitivity = evidence.architecture.dataClass(data.name)?.sensitivity ?? .public
        if sensitivity >= .confidential { return (component, data.name) }
      }
    }
    for edge in evidence.graph.from(here) {
      if case .consumes = edge.way { continue }
      if seen.insert(edge.to).inserted { order.append(edge.to) }
    }
  }
  return nil
}
