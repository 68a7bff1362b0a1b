import Testing

/// Faults that cannot be are refused where they stand.
@Suite struct FaultProblemTests {
  static func problem(_ fault: String) -> [String] {
    problems(
      flow(
        """
        web: { kind: service, calls: [{ call: pool, name: hop }, { write: db }] }
        pool: { kind: service, concurrency: none }
        db: { kind: database }
        out: { kind: external }
        """, "process: regular, rate: 1/s", top: "sites: { north: { zones: [a, b] }, south: {} }",
        faults: fault)
    ).map { String($0.prefix { $0 != ":" }) }
  }

  @Test(arguments: [
    ("{ crash: web, slow: db, by: 2, at: 1s }", "arch.fault-verb"),
    ("{ at: 1s }", "arch.fault-verb"),
    ("{ crash: web }", "arch.missing-field"), ("{ slow: web, at: 1s }", "arch.missing-field"),
    ("{ errors: web, at: 1s }", "arch.missing-field"),
    ("{ less: web, at: 1s }", "arch.missing-field"),
    ("{ drop: hop, at: 1s }", "arch.missing-field"),
    ("{ load: '*', at: 1s }", "arch.missing-field"),
    ("{ deploy: web, errors: 1%, at: 1s }", "arch.missing-field"),
    ("{ deploy: web, over: 1s, at: 1s }", "arch.missing-field"),
    ("{ lag: db, at: 1s }", "arch.missing-field"),
    ("{ lose: north, replicas: 1, at: 1s }", "arch.wrong-parameter"),
    ("{ random: web, at: 1s }", "arch.wrong-parameter"),
    ("{ wipe: db, at: 1s, lasts: 1s }", "arch.wrong-parameter"),
    ("{ crash: web, share: 10%, at: 1s }", "arch.wrong-parameter"),
    ("{ slow: web, adds: 1s, at: 1s }", "arch.wrong-parameter"),
    ("{ slow: { link: hop }, by: 2, replicas: 1, at: 1s }", "arch.wrong-parameter"),
    ("{ slow: web, by: 3s, at: 1s }", "arch.wrong-type"),
    ("{ slow: web, by: 0, at: 1s }", "arch.wrong-type"),
    ("{ lag: db, by: 3, at: 1s }", "arch.wrong-type"),
    ("{ deploy: web, over: 1s, errors: web, at: 1s }", "arch.wrong-type"),
    ("{ drop: web->pool, share: 1%, at: 1s }", "arch.unknown-link"),
    ("{ slow: { link: web->dv }, by: 2, at: 1s }", "arch.unknown-link"),
    ("{ crash: wbe, at: 1s }", "arch.unknown-component"),
    ("{ load: buy, by: 2, at: 1s }", "arch.unknown-operation"),
    ("{ cut: [north], at: 1s }", "arch.bad-cut"),
    ("{ cut: [north, north.a], at: 1s }", "arch.bad-cut"),
    ("{ cut: [north.a, north.a], at: 1s }", "arch.bad-cut"),
    ("{ cut: [north, east], at: 1s }", "arch.unknown-site"),
    ("{ primary: db, at: 1s }", "arch.wrong-fault"),
    ("{ lag: db, by: 1s, at: 1s }", "arch.wrong-fault"),
    ("{ wipe: web, at: 1s }", "arch.wrong-fault"),
    ("{ less: pool, share: 10%, at: 1s }", "arch.wrong-fault"),
    // An availability alone does not say how long it is down at a time.
    ("{ random: out }", "arch.wrong-fault"),
    ("{ flush: db, at: 1s }", "arch.wrong-fault"),
    ("{ flush: db, at: 1s, lasts: 1s }", "arch.wrong-parameter"),
    ("{ skew: db, at: 1s }", "arch.missing-field"),
    ("{ skew: db, by: 2, at: 1s }", "arch.wrong-type"),
    ("{ skew: db, by: 1s, at: 1s }", "arch.wrong-fault"),
    // There is no such fault.
    ("{ jump: web, at: 1s }", "arch.unknown-key"),
  ])
  func isRefused(_ fault: String, _ code: String) {
    #expect(Self.problem(fault).contains(code), "\(fault): \(Self.problem(fault))")
  }

  @Test(arguments: [
    "{ slow: { link: hop }, adds: 1ms, at: 1s }", "{ drop: web->db, share: 1%, at: 1s }",
    "{ cut: [north.a, north.b], at: 1s }", "{ cut: [north.a, south], at: 1s }",
    "{ deploy: web, over: 1s, errors: 1%, slow: 2, at: 1s, lasts: 2s }", "{ random: web }",
    "{ load: request, by: 0, at: 0s }", "{ errors: pool, share: 30%, at: 1s }",
    "{ crash: web, replicas: 1, at: 1s, lasts: 0s }", "{ wipe: db, at: 1s }",
  ])
  func isRead(_ fault: String) { #expect(Self.problem(fault) == []) }
}
