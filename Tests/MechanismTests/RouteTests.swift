import PluginAPI
import Testing

/// Which copies a call may go to, told by the time that it takes to get there.
@Suite struct RouteTests {
  /// The caller stands in north.a.
  ///
  /// The way there and back is 1 ms to north.b, 10 ms to the south.
  static func copies(_ route: String, faults: String = "") -> String {
    flow(
      """
      web: { kind: service, at: [north], concurrency: none, work: 0s, calls: [{ call: far, route: \(route) }] }
      far: { kind: service, at: [north, south], replicas: 2, spread: zone, balance: round_robin, concurrency: none, work: 0s, health: { every: 1s, after: 1 } }
      """, "process: regular, rate: 100/s", lasts: "40s",
      top:
        "sites: { north: { zones: [a, b], zone_latency: 500us, latency_to: { south: 5ms } }, south: { zones: [c] } }",
      faults: faults)
  }

  static func expectMean(
    _ file: String, _ milliseconds: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let mean = try await Flow(file).latency() * 1000
    #expect(
      abs(mean - milliseconds) < 0.01, "\(mean), expected \(milliseconds)",
      sourceLocation: sourceLocation)
  }

  @Test func callsGoWhereTheirRouteSays() async throws {
    try await Self.expectMean(Self.copies("nearest"), 0.5)
    try await Self.expectMean(Self.copies("same_zone"), 0)
    try await Self.expectMean(Self.copies("any"), (0 + 1 + 10 + 10) / 4.0)
  }

  @Test func anEmptyZoneIsLeft() async throws {
    // From the notice at 11 s on the copy in north.b serves; till then connections are refused.
    let flow = try await Flow(
      Self.copies("same_zone", faults: "{ crash: far, replicas: 1, at: 10s, lasts: 100s }"))
    #expect(try flow.count(\.failed) == 100)
    let mean = try flow.latency() * 1000
    #expect(abs(mean - 2900 / 3899.0) < 0.01, "\(mean)")
  }

  /// Three members: the leader in the north, the caller in the south, a third in the east.
  static func members(_ route: String) -> String {
    flow(
      """
      web: { kind: service, at: [south], concurrency: none, work: 0s, calls: [{ read: db\(route) }] }
      db: { kind: key_value, at: [north, south, east], concurrency: none, read: 0s, replication: { mode: async, copies: 3, across: site } }
      """, "process: regular, rate: 100/s", lasts: "100s",
      top:
        "sites: { north: { latency_to: { south: 5ms, east: 5ms } }, south: { latency_to: { east: 10ms } }, east: {} }"
    )
  }

  @Test func readsGoWhereTheirRouteSays() async throws {
    try await Self.expectMean(Self.members(", route: nearest"), 0)
    try await Self.expectMean(Self.members(", route: same_zone"), 0)
    try await Self.expectMean(Self.members(", route: leader"), 10)
    for route in ["", ", route: any"] {
      let mean = try await Flow(Self.members(route)).latency() * 1000
      #expect(abs(mean - 10) < 0.6, "\(route): \(mean)")
      #expect(mean != 10)
    }
  }

  @Test func whatItCrossesIsPaid() async throws {
    for (route, isPaid) in [("nearest", true), ("same_zone", false)] {
      let flow = try await Flow(Self.copies(route))
      let cost = try #require(flow.report.cost)
      #expect(cost.items.contains { $0.what == "between_zones" } == isPaid, "\(route)")
    }
  }

  @Test(arguments: [
    "{ write: db, route: any }", "{ call: far, route: leader }", "{ call: fn, route: same_zone }",
    "{ then: far, route: any }",
  ])
  func whatChangesNothingIsRefused(_ step: String) {
    let file = flow(
      """
      web: { kind: service, calls: [\(step)] }
      far: { kind: service }
      fn: { kind: function }
      db: { kind: database }
      """, "process: regular, rate: 1/s")
    #expect(problems(file).contains { $0.hasPrefix("arch.wrong-step") }, "\(problems(file))")
  }
}
