import ArchitectureModel
import PluginAPI

struct UnprotectedCrossingCheck: Check {
  let page = CheckPage(
    id: "foundations.unprotected-crossing", title: "Unprotected call across a boundary",
    severity: .major,
    summary: "A call crosses a trust boundary without encryption or without proof of who calls.",
    why: """
      Behind a boundary other people run the machines and the network. A call that crosses it can \
      be read, changed and made up there, unless the way is encrypted and the caller proves who it \
      is. A wall at the edge alone gives everything inside to the first who gets over it.
      """,
    detection: """
      A call between two `in:` boundaries is judged where the target's `trust` is higher than the \
      caller's, or where it `carries` or `returns` data of class confidential or secret. It needs \
      `tls` server or mutual and, towards higher trust, `auth` at the call or at the target; \
      mutual tls is a proof as well. What is stated as `none` is violated, what is not stated \
      unknown. An external service without a boundary counts as a boundary of its own.
      """,
    falsePositives: """
      Protection below the level of the model, as an encrypted private link: state it as `tls` \
      all the same, since it does the same work.
      """,
    remedy: "Write `tls: mutual`, or `tls: server` with `auth: signed_token`, at the call.",
    sources: [
      "Saltzer, Schroeder, \"The protection of information in computer systems\", "
        + "Proceedings of the IEEE 63(9), 1975: complete mediation",
      "Rose et al., \"Zero Trust Architecture\", NIST SP 800-207, 2020, section 2.1",
      "Shostack, \"Threat Modeling\", 2014, chapter 2",
    ],
    passing: [
      CheckExample(
        """
        boundaries:
          edge: { trust: low }
          core: { trust: high }
        components:
          web:
            kind: service
            in: edge
            calls:
              - { call: books, tls: mutual }
          books: { kind: service, in: core }
        """)
    ],
    failing: [
      CheckExample(
        """
        boundaries:
          edge: { trust: low }
          core: { trust: high }
        components:
          web:
            kind: service
            in: edge
            calls:
              - { call: books, tls: none }  # expect: foundations.unprotected-crossing
              - { call: ledger }  # unknown: foundations.unprotected-crossing
          books: { kind: service, in: core, auth: signed_token }
          ledger: { kind: service, in: core }
        """),
      CheckExample(
        """
        data:
          card: { class: secret }
        components:
          web:
            kind: service
            calls:
              - { call: psp, carries: [card], tls: none }  \
        # expect: foundations.unprotected-crossing
          psp: { kind: external }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let findings = evidence.callSites.compactMap { site -> Finding? in
      guard let crossing = Crossing(site, in: evidence.architecture) else { return nil }
      return judge(site, crossing)
    }
    return findings.isEmpty ? [.notApplicable("no call crosses a boundary of trust")] : findings
  }
}

/// A call from one zone of trust into another.
private struct Crossing {
  /// From where to where, in words.
  var text: String
  /// Whether the target is trusted more; nil where a trust is not stated.
  var rises: Bool?
  /// The sensitive data that cross.
  var sensitive: [String]

  init?(_ site: CallSite, in architecture: Architecture) {
    let from = site.caller.boundary
    let to = site.target.boundary
    let meetsOutside = site.caller.has("outside") != site.target.has("outside")
    if let from, let to {
      guard from != to else { return nil }
    } else {
      guard meetsOutside else { return nil }
    }
    let before = Self.trust(of: site.caller, in: architecture)
    let after = Self.trust(of: site.target, in: architecture)
    let names = (site.call.carries ?? []) + (site.call.returns ?? [])
    sensitive = names.map(\.name).filter {
      (architecture.dataClass($0)?.sensitivity ?? .public) >= .confidential
    }
    text = "from '\(from ?? site.caller.id)' to '\(to ?? site.target.id)'"
    switch (before, after) {
    case (let before?, let after?): rises = Self.rank(after) > Self.rank(before)
    // Nobody's trust can be lower than none, nor higher than high.
    case (nil, Trust.none?), (Trust.high?, nil): rises = false
    default: rises = from == nil || to == nil ? false : nil
    }
    if rises == false, sensitive.isEmpty { return nil }
  }

  private static func trust(of component: Component, in architecture: Architecture) -> Trust? {
    if let id = component.boundary { return architecture.boundary(id)?.trust }
    return component.has("outside") ? .low : nil
  }

  private static func rank(_ trust: Trust) -> Int { Trust.allCases.firstIndex(of: trust) ?? 0 }
}

private func judge(_ site: CallSite, _ crossing: Crossing) -> Finding {
  guard let rises = crossing.rises else {
    return site.finding(
      .unknown, .major,
      "\(site.text) \(crossing.text): which of the two is trusted more? no 'trust' is stated",
      remedy: "write 'trust: none', 'low' or 'high' at both boundaries")
  }
  let proof = rises ? proof(site) : true
  let isEncrypted = site.call.tls.map { $0 != "none" }
  let why = because(crossing, rises: rises)
  let remedy =
    rises
    ? "write 'tls: mutual', or 'tls: server' and 'auth: signed_token', at this call"
    : "write 'tls: server' or 'tls: mutual' at this call"
  let lacks = [
    isEncrypted == false ? "encryption" : nil, proof == false ? "proof of who calls" : nil,
  ].compactMap { $0 }
  if !lacks.isEmpty {
    return site.finding(
      .violated, .major,
      "\(site.text) \(crossing.text) without \(lacks.joined(separator: " and without "))",
      because: why, remedy: remedy)
  }
  let asks = [
    isEncrypted == nil ? "is the way encrypted (tls)" : nil,
    proof == nil ? "how does the caller prove who it is (auth)" : nil,
  ].compactMap { $0 }
  if !asks.isEmpty {
    return site.finding(
      .unknown, .major,
      "\(site.text) \(crossing.text): \(asks.joined(separator: ", and "))?", because: why,
      remedy: remedy)
  }
  return site.satisfied("\(site.text) \(crossing.text), and the way is protected")
}

/// Whether the caller proves who it is; nil where nobody stated it.
private func proof(_ site: CallSite) -> Bool? {
  if site.call.tls == "mutual" { return true }
  let stated = [site.call.auth, site.target.statement("auth")?.text].compactMap { $0 }
  if stated.isEmpty { return nil }
  return stated.contains { $0 != "none" }
}

private func because(_ crossing: Crossing, rises: Bool) -> [String] {
  var result: [String] = []
  if rises { result.append("callers of lower trust can be anybody, and can say anything") }
  if !crossing.sensitive.isEmpty {
    result.append("\(listed(crossing.sensitive)) can be read on the way")
  }
  return result
}
