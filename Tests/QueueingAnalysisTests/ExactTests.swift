import PluginAPI
import Testing

/// Files that are a model of the textbooks get its exact value under its name, and others do not.
@Suite struct ExactTests {
  @Test(arguments: [(0.8, 5.0), (0.5, 2.0), (0.95, 20.0)])
  func oneServer(_ rate: Double, _ expected: Double) throws {
    let found = try Predicted(station(rate: rate))
    #expect(near(try found.latency(), expected))
    #expect(try found.operation().theory == "M/M/1")
    #expect(near(try found.component().utilisation, rate))
    #expect(near(found.run.atMean?.factor, 1 / rate, 1e-5))
    #expect(found.run.atMean?.bottleneck == "web")
  }

  /// 1.8769 s: Erlang C for 8 servers at 90 %; 4/3 s for 2 at 50 %.
  @Test(arguments: [("8", 7.2, 1.8769), ("2", 1.0, 4.0 / 3)])
  func severalServers(_ slots: String, _ rate: Double, _ expected: Double) throws {
    let found = try Predicted(station(rate: rate, slots: slots))
    #expect(near(try found.latency(), expected, 3e-5))
    #expect(try found.operation().theory == "M/M/c")
    #expect(try !near(Predicted(station(rate: rate, slots: slots + "0")).latency(), expected, 1e-3))
  }

  @Test(arguments: [(0.9, 1, 4), (1.5, 1, 2), (3.0, 2, 4)])
  func aLimitedRoom(_ rate: Double, _ slots: Int, _ room: Int) throws {
    let found = try Predicted(station(rate: rate, slots: "\(slots)", limit: "\(room)"))
    let expected = FormulaTests.summed(servers: slots, room: room, load: rate)
    #expect(near(try found.latency(), 1 + expected.wait))
    #expect(near(try found.operation().admitted, 1 - expected.blocked))
    #expect(near(try found.component().utilisation, rate * (1 - expected.blocked) / Double(slots)))
    #expect(try found.operation().theory == "M/M/c/K")
  }

  /// Erlang's loss formula holds for every kind of work: 4.461 erlangs lose 1 % at 10 lines.
  @Test(arguments: ["{ mean: 1s, shape: exponential }", "{ exact: 1s }", "{ mean: 1s, cv: 2 }"])
  func noRoomAtAll(_ work: String) throws {
    let found = try Predicted(station(rate: 4.461, slots: "10", work: work, limit: "0"))
    #expect(abs((try found.operation().admitted ?? 0) - 0.99) < 5e-6)
    #expect(try found.operation().theory == "M/G/c/c")
    #expect(near(try found.latency(), 1))
  }

  /// Pollaczek and Khinchine: 1 + rho (1 + scv) / (2 (1 - rho)).
  @Test(arguments: [
    (0.6, "{ exact: 1s }", 0.0), (0.8, "{ mean: 1s, shape: erlang, cv: 0.5 }", 0.25),
    (0.8, "{ mean: 1s, shape: hyperexponential, cv: 2 }", 4.0),
    (0.6, "{ mean: 1s, cv: 1.2 }", 1.44),
  ])
  func generalWorkAtOneServer(_ rate: Double, _ work: String, _ scv: Double) throws {
    let found = try Predicted(station(rate: rate, work: work))
    #expect(near(try found.latency(), 1 + rate * (1 + scv) / (2 * (1 - rate))))
    #expect(try found.operation().theory == "M/G/1")
  }

  @Test func twoKindsOfWorkAtOneServer() throws {
    let found = try Predicted(
      """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          concurrency: 1
          queue: { limit: none }
          handles: { a: { work: { exact: 1s } }, b: { work: { exact: 3s } } }
      workload:
        lasts: 1h
        operations:
          a: { arrivals: { process: poisson, rate: 0.3/s } }
          b: { arrivals: { process: poisson, rate: 0.1/s } }
      """)
    // rho = 0.6, E[S^2] of all = 0.75 x 1 + 0.25 x 9 = 3, wait = 0.4 x 3 / (2 x 0.4) = 1.5.
    #expect(near(try found.operation("a").latency, 2.5))
    #expect(near(try found.operation("b").latency, 4.5))
    #expect(try found.operation("a").theory == "M/G/1")
  }

  @Test func unlimitedSlots() throws {
    let found = try Predicted(station(rate: 5, slots: "none", work: "{ mean: 2s, cv: 1.7 }"))
    #expect(try found.operation().theory == "M/G/infinity")
    #expect(near(try found.latency(), 2))
    #expect(near(try found.component().utilisation, 10))
    #expect(found.run.atMean == nil, "nothing can be full")
  }

  @Test func copiesBehindOneQueueAreSlots() throws {
    let found = try Predicted(
      station(rate: 7.2, slots: "2", more: ", replicas: 4, balance: central"))
    #expect(near(try found.latency(), 1.8769, 3e-5))
    #expect(try found.operation().theory == "M/M/c")
  }

  @Test func copiesByChanceAreQueuesOfTheirOwn() throws {
    let found = try Predicted(station(rate: 3.2, more: ", replicas: 4, balance: random"))
    #expect(near(try found.latency(), 5))
    #expect(try found.operation().theory == "M/M/1")
  }

  // MARK: Networks

  /// Ten stations of 2 to 8 servers at 80 %; LINE's exact solution of this network is 58.8997 s.
  static func ten(back: Double = 0.10) -> String {
    let servers = (0..<10).map { 2 + $0 % 7 }
    var rates = [Double](repeating: 0, count: 10)
    for _ in 0..<5000 {
      var next = [0.5, 0, 0, 0.3, 0, 0, 0.2, 0, 0, 0]
      for here in 0..<10 {
        next[(here + 1) % 10] += 0.45 * rates[here]
        next[(here + 3) % 10] += 0.20 * rates[here]
        next[here] += 0.10 * rates[here]
      }
      rates = next
    }
    var parts = ""
    for here in 0..<10 {
      let mean = Int((0.8 * Double(servers[here]) / rates[here] * 1e9).rounded())
      parts += """
          s\(here):
            kind: service
            concurrency: \(servers[here])
            work: { mean: \(mean)ns, shape: exponential }
            queue: { limit: none }
            calls: [{ then: [{ share: 45%, to: s\((here + 1) % 10) }, { share: 20%, to: s\((here + 3) % 10) }, { share: \(back), to: s\(here) }] }]

        """
    }
    return """
      format: arch/1
      entry: door
      components:
        door: { kind: service, concurrency: none, work: 0s, calls: [{ then: [{ share: 50%, to: s0 }, { share: 30%, to: s3 }, { share: 20%, to: s6 }] }] }
      \(parts)
      workload:
        lasts: 20000s
        operations:
          request: { arrivals: { process: poisson, rate: 1/s } }
      """
  }

  @Test func tenStationsWithFeedback() throws {
    let found = try Predicted(Self.ten())
    #expect(abs(try found.latency() - 58.8997) < 1e-3)
    #expect(try found.operation().theory == "open Jackson network")
    for here in 0..<10 { #expect(near(try found.component("s\(here)").utilisation, 0.8)) }
    let visits = (0..<10).reduce(0.0) { sum, here in
      sum + (found.run.component("s\(here)")?.visits.first?.mean ?? 0)
    }
    #expect(near(visits, 4), "a request leaves after a visit with 25 %")
    #expect(try abs(Predicted(Self.ten(back: 0.08)).latency() - 58.8997) > 1)
  }

  /// Calls without a slot kept are routes of Kelly's kind: the sum of M/M/1 times.
  static func calls(waiting: String = "free", times: Int = 2) -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        concurrency: 1
        waiting: \(waiting)
        work: { mean: 100ms, shape: exponential }
        queue: { limit: none }
        calls: [{ read: db, times: \(times) }]
      db: { kind: database, concurrency: 1, read: { mean: 200ms, shape: exponential }, queue: { limit: none } }
    workload:
      lasts: 1h
      operations: { request: { arrivals: { process: poisson, rate: 2/s } } }
    """
  }

  @Test func callsThatKeepNoSlotHaveProductForm() throws {
    let found = try Predicted(Self.calls())
    // 0.1 / (1 - 0.2) + 2 x 0.2 / (1 - 0.8)
    #expect(near(try found.latency(), 0.125 + 2))
    #expect(try found.operation().theory == "open Jackson network")
    #expect(try Predicted(Self.calls(waiting: "hold")).operation().theory == nil)
  }

  // MARK: Users who come again

  static func closed(users: Int, slots: Int = 1, think: String = "{ mean: 4s, cv: 0.5 }") -> String
  {
    """
    format: arch/1
    entry: cpu
    components:
      cpu:
        kind: service
        concurrency: \(slots)
        waiting: free
        work: { mean: 125ms, shape: exponential }
        queue: { limit: none }
        calls: [{ then: [{ share: 0.625, to: a }, { share: 0.3125, to: b }] }]
      a: { kind: service, concurrency: 1, work: { mean: 300ms, shape: exponential }, queue: { limit: none }, calls: [{ then: cpu }] }
      b: { kind: service, concurrency: 1, work: { mean: 200ms, shape: exponential }, queue: { limit: none }, calls: [{ then: cpu }] }
    workload:
      lasts: 10h
      operations: { request: { arrivals: { process: closed, users: \(users), think: \(think) } } }
    """
  }

  /// The central server of Jain, table 34.1: 16 visits to the CPU, 10 and 5 to the disks.
  @Test(arguments: ClosedNetworkTests.table)
  func aClosedNetworkIsSolvedByMeanValues(
    _ users: Int, _ response: Double, _ throughput: Double, _ atProcessor: Double
  ) throws {
    let found = try Predicted(Self.closed(users: users))
    #expect(try found.operation().theory == "mean-value analysis")
    #expect(abs(try found.latency() - response) < 1e-3)
    #expect(abs(try found.operation().rate - throughput) < 5e-4)
    #expect(near(try found.component("cpu").utilisation, try found.operation().rate * 2))
    let bounds = try #require(found.run.closed.first)
    #expect(near(bounds.throughput, min(Double(users) / 10, 1 / 3.0)))
    #expect(near(bounds.latency, max(6, Double(users) * 3 - 4)))
    #expect(near(bounds.knee, 10 / 3.0))
    #expect(bounds.bottleneck == "a")
  }

  @Test func aClosedStationWithSeveralSlots() throws {
    let yaml = station(rate: 1, slots: "8", work: "{ mean: 500ms, shape: exponential }")
    let shop = yaml.split(separator: "\n").map { line in
      line.contains("request:")
        ? "    request: { arrivals: { process: closed, users: 40, think: { mean: 2s } } }" : line
    }.joined(separator: "\n")
    let found = try Predicted(shop)
    let expected = ClosedNetworkTests.shop(users: 40, servers: 8, work: 0.5, think: 2)
    #expect(near(try found.operation().rate, expected))
    #expect(near(try found.latency(), 40 / expected - 2))
    #expect(try found.operation().theory == "mean-value analysis")
  }

  // MARK: Where exactness ends

  /// What takes the exactness away, each with the value still near that of the model without it.
  @Test(arguments: [
    ("a time-out", station(rate: 0.8, operation: ", timeout: 30s")),
    ("patience", station(rate: 0.8, operation: ", patience: 1min")),
    ("a retry", station(rate: 0.8, operation: ", retry: { max: 1 }")),
    ("errors", station(rate: 0.8, more: ", fails: { errors: 1% }")),
    ("a limit and other work", station(rate: 0.8, work: "{ mean: 1s, cv: 1 }", limit: "100")),
    ("several slots and other work", station(rate: 1.6, slots: "2", work: "{ mean: 1s, cv: 1 }")),
    ("copies by turns", station(rate: 1.6, more: ", replicas: 2, balance: round_robin")),
    ("copies by load", station(rate: 1.6, more: ", replicas: 2, balance: least_busy")),
  ])
  func exactnessIsNotClaimedWith(_ what: String, _ yaml: String) throws {
    let operation = try Predicted(yaml).operation()
    #expect(operation.theory == nil, "\(what) is claimed to be exact: \(operation.theory ?? "")")
    #expect(operation.latency != nil)
    #expect(operation.because.contains { $0.hasPrefix("not exact: ") }, "\(what) is not named")
  }

  @Test(arguments: [
    (
      "a varying rate",
      "{ process: poisson, rate: [{ at: 1h, rate: 0.5/s }, { at: 2h, rate: 0.8/s }] }"
    ),
    ("regular arrivals", "{ process: regular, rate: 0.8/s }"),
    ("batches", "{ process: batch, rate: 0.2/s, size: 3 }"),
    ("arrivals that cause others", "{ process: hawkes, rate: 0.4/s, branching: 0.5, decay: 1s }"),
    (
      "states",
      "{ process: mmpp, states: [{ rate: 0.7/s, lasts: 5min }, { rate: 0.2/s, lasts: 5min }] }"
    ),
    ("gamma gaps", "{ process: gamma, rate: 0.8/s, cv: 1.5 }"),
  ])
  func exactnessIsNotClaimedForArrivals(_ what: String, _ arrivals: String) throws {
    let yaml = station(rate: 1).split(separator: "\n").map { line in
      line.contains("request:") ? "    request: { arrivals: \(arrivals) }" : line
    }.joined(separator: "\n")
    let operation = try Predicted(yaml).operation()
    #expect(operation.theory == nil, "\(what)")
    #expect(operation.because.contains { $0.hasPrefix("not exact: ") })
  }

  @Test func aFaultTakesExactnessAway() throws {
    let yaml = station(rate: 0.5) + "\nfaults:\n  - { slow: web, by: 2, at: 1h, lasts: 5min }\n"
    #expect(try Predicted(yaml).operation().theory == nil)
    #expect(try Predicted(station(rate: 0.5)).operation().theory != nil)
  }

  @Test func aTimeOutOfACallTakesExactnessAway() throws {
    let yaml = Self.calls().split(separator: "\n").map { line in
      line.contains("read: db") ? "    calls: [{ read: db, times: 2, timeout: 1min }]" : line
    }.joined(separator: "\n")
    #expect(try Predicted(yaml).operation().theory == nil)
  }

  /// One of two parts that have nothing in common keeps its exactness.
  @Test func aPartIsExactByItself() throws {
    let found = try Predicted(
      """
      format: arch/1
      entry: { a: one, b: two }
      components:
        one: { kind: service, concurrency: 1, work: { mean: 1s, shape: exponential }, queue: { limit: none } }
        two: { kind: service, concurrency: 2, work: { mean: 1s, cv: 2 }, queue: { limit: none } }
      workload:
        lasts: 1h
        operations:
          a: { arrivals: { process: poisson, rate: 0.8/s } }
          b: { arrivals: { process: poisson, rate: 0.8/s } }
      """)
    #expect(try found.operation("a").theory == "M/M/1")
    #expect(near(try found.operation("a").latency, 5))
    #expect(try found.component("one").theory == "M/M/1")
    #expect(try found.operation("b").theory == nil)
    #expect(try found.component("two").theory == nil)
  }
}
