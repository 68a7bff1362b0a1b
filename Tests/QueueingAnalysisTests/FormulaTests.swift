import Testing

@testable import QueueingAnalysis

/// The formulas against published tables and against sums done here in another way.
@Suite struct FormulaTests {
  /// Offered loads at which one of a hundred calls is lost.
  ///
  /// Source: the Erlang loss tables printed in many books, such as Villy Iversen, "Teletraffic
  /// Engineering Handbook", ITU-D, 2005, table of Erlang's B-formula.
  @Test(arguments: [(5, 1.361), (10, 4.461), (20, 12.031), (100, 84.064)] as [(Double, Double)])
  func erlangBAgreesWithTheLossTable(_ servers: Double, _ load: Double) {
    let lost = QueueFormulas.erlangB(servers: servers, load: load)
    #expect(abs(lost - 0.01) < 1e-5, "\(servers) servers lose \(lost)")
    #expect(abs(QueueFormulas.erlangB(servers: servers + 1, load: load) - 0.01) > 1e-4)
  }

  /// Exact fractions: 1/3, 4/9; and the sum of Erlang's own formula for the others.
  @Test(
    arguments: [
      (2.0, 1.0, 1.0 / 3), (3, 2, 4.0 / 9), (5, 4, 0.554113), (8, 7.2, 0.701533),
    ] as [(Double, Double, Double)])
  func erlangCAgreesWithTheTextbook(_ servers: Double, _ load: Double, _ expected: Double) {
    #expect(near(QueueFormulas.erlangC(servers: servers, load: load), expected, 1e-5))
  }

  /// Where the exact recursion ends the limit of Halfin and Ward goes on: within 6 % of a wait that is
  /// seldom, and within a percent where one in ten waits.
  @Test(arguments: [0.98, 0.99, 0.995])
  func manyServersGoOnFromFewer(_ rho: Double) {
    let few = QueueFormulas.mostExactServers
    let exact = QueueFormulas.erlangC(servers: few, load: rho * few)
    let limit = QueueFormulas.erlangC(servers: few + 1, load: rho * (few + 1))
    #expect(near(limit, exact, 0.06), "\(limit) after \(exact)")
  }

  /// Mean waits of M/D/c over the time of service, from the stationary distribution of the number
  /// present one service later (Crommelin 1932), solved apart from this package.
  static let constantService: [(Double, Double, Double)] = [
    (1, 0.8, 2.0), (2, 0.5, 0.176741), (2, 0.8, 0.903284), (2, 0.95, 4.643948),
    (4, 0.7, 0.189708), (4, 0.9, 0.999966), (10, 0.8, 0.109828), (10, 0.95, 0.837083),
    (25, 0.8, 0.023868),
  ]

  /// The stated error for constant service: at most 1.7 % of the time of service.
  @Test(arguments: constantService)
  func allenCunneenErrsAsStated(_ servers: Double, _ rho: Double, _ exact: Double) {
    let factor = QueueFormulas.variability(arrivals: 1, service: 0, utilisation: rho)
    let wait = factor * QueueFormulas.waitOverService(servers: servers, load: rho * servers)
    #expect(abs(wait - exact) < 0.017, "\(servers), \(rho): \(wait) for \(exact)")
    if servers == 1 { #expect(near(wait, exact)) }
    // Without the factor, as for exponential service, the error is another.
    #expect(abs(2 * wait - exact) > 0.017)
  }

  /// M/M/c/K by summing the probabilities of all states.
  static func summed(
    servers: Int, room: Int, load: Double
  ) -> (blocked: Double, waits: Double, wait: Double) {
    var weights = [1.0]
    for present in 1...(servers + room) {
      weights.append(weights[present - 1] * load / Double(min(present, servers)))
    }
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    let blocked = shares[servers + room]
    let waiting = (servers...(servers + room)).reduce(0.0) {
      $0 + Double($1 - servers) * shares[$1]
    }
    let delayed = (servers..<(servers + room)).reduce(0.0) { $0 + shares[$1] }
    return (blocked, delayed / (1 - blocked), waiting / (load * (1 - blocked)))
  }

  @Test(arguments: [
    (1, 4, 0.9), (2, 4, 3.0), (16, 256, 15.0), (16, 256, 24.0), (3, 1, 3.0), (1, 300, 1.0),
  ])
  func aFiniteRoomAgreesWithTheSumOverStates(_ servers: Int, _ room: Int, _ load: Double) {
    let expected = Self.summed(servers: servers, room: room, load: load)
    let found = QueueFormulas.finite(servers: Double(servers), room: Double(room), load: load)
    #expect(near(found.blocked, expected.blocked, 1e-9))
    #expect(near(found.waits, expected.waits, 1e-9))
    #expect(near(found.waitOverService, expected.wait, 1e-9))
    let other = QueueFormulas.finite(servers: Double(servers), room: Double(room + 1), load: load)
    #expect(!near(other.waitOverService, expected.wait, 1e-9), "a place more must show")
  }

  @Test(arguments: [0.5, 0.999, 1.0, 1.001, 3])
  func aVeryLongRoomIsASumToo(_ rho: Double) {
    let long = GeometricTail(ratio: rho, room: 5000)
    var sum = 0.0
    var moment = 0.0
    var power = 1.0
    for place in 1...5000 {
      power *= rho
      sum += power
      moment += Double(place) * power
    }
    if sum < .infinity {
      #expect(near(long.sum, sum, 1e-6))
      #expect(near(long.moment, moment, 1e-6))
    }
    let found = QueueFormulas.finite(servers: 2, room: 1e12, load: 2 * rho)
    #expect(found.blocked >= 0 && found.blocked <= 1)
    #expect(found.waitOverService >= 0 && found.waitOverService < .infinity)
    if rho == 3 { #expect(near(found.blocked, 1 - 1.0 / 3, 1e-9)) }
  }

  @Test func hostileNumbersGiveNumbers() {
    for servers in [1.0, 3, 1e5, 1e12] {
      for load in [0.0, 1e-300, 0.5, 1e12, 1e300, .infinity] {
        let waits = QueueFormulas.erlangC(servers: servers, load: load)
        #expect(waits >= 0 && waits <= 1, "\(servers), \(load)")
        for room in [0.0, 1, 1e12] {
          let found = QueueFormulas.finite(servers: servers, room: room, load: load)
          #expect(found.blocked >= 0 && found.blocked <= 1)
          #expect(!found.waitOverService.isNaN && found.waitOverService >= 0)
        }
      }
    }
  }
}

/// Times that run side by side.
@Suite struct OrderStatisticsTests {
  /// The k-th of n equal exponentials takes a part of the harmonic number of their mean.
  ///
  /// 1/n + 1/(n-1) and so on down to 1/(n-k+1).
  @Test(arguments: [(3, 3), (3, 2), (3, 1), (8, 8), (8, 5)])
  func equalExponentialsFollowTheHarmonicNumbers(_ legs: Int, _ need: Int) {
    let time = OrderStatistics.time(
      of: Array(repeating: Moments(mean: 2, variance: 4), count: legs), need: need)
    let expected = ((legs - need + 1)...legs).reduce(0.0) { $0 + 1 / Double($1) }
    let square = ((legs - need + 1)...legs).reduce(0.0) { $0 + 1 / Double($1 * $1) }
    #expect(near(time.mean, 2 * expected, 1e-6))
    #expect(near(time.variance, 4 * square, 1e-4))
  }

  @Test func unlikeExponentialsFollowInclusionAndExclusion() {
    let legs = [1.0, 3, 5].map { Moments(mean: $0, variance: $0 * $0) }
    let time = OrderStatistics.time(of: legs, need: 3)
    let rates = [1.0, 1 / 3.0, 1 / 5.0]
    let pairs =
      1 / (rates[0] + rates[1]) + 1 / (rates[0] + rates[2]) + 1 / (rates[1] + rates[2])
    #expect(near(time.mean, 9 - pairs + 1 / rates.reduce(0, +), 1e-5))
  }

  @Test func constantTimesAreSimplyTheLongest() {
    let legs = [Moments(mean: 1), Moments(mean: 3), Moments(mean: 2)]
    #expect(near(OrderStatistics.time(of: legs, need: 3).mean, 3, 1e-9))
    #expect(near(OrderStatistics.time(of: legs, need: 2).mean, 2, 1e-9))
  }

  @Test func anEndlessLegMattersOnlyWhereItIsNeeded() {
    let legs = [Moments(mean: 1, variance: 1), .endless]
    #expect(OrderStatistics.time(of: legs, need: 2).mean == .infinity)
    #expect(OrderStatistics.time(of: legs, need: 1).mean < 2)
    #expect(OrderStatistics.time(of: [], need: 0) == .zero)
  }
}

/// Sparse linear equations.
@Suite struct LinearFlowTests {
  @Test func aLoopIsSolvedExactly() {
    // a = 1 + 0.5 b, b = a + 0.25 b
    let flow = LinearFlow(rows: [[(1, 0.5)], [(0, 1), (1, 0.25)]])
    let x = flow.solve([1, 0])
    #expect(near(x[0], 3, 1e-12) && near(x[1], 4, 1e-12))
  }

  @Test func aLoopThatGivesBackAllHasNoSolution() {
    let flow = LinearFlow(rows: [[(1, 1)], [(0, 1)], [(0, 1)], []])
    let x = flow.solve([1, 0, 0, 7])
    #expect(x == [.infinity, .infinity, .infinity, 7])
  }

  @Test func aLargeLoopIsSweptToTheSameValues() {
    let size = LinearFlow.mostDense + 50
    let rows = (0..<size).map { [(column: ($0 + size - 1) % size, weight: 0.9)] }
    let x = LinearFlow(rows: rows).solve([1] + [Double](repeating: 0, count: size - 1))
    var expected = 1.0
    for index in 0..<size {
      #expect(near(x[index], expected, 1e-9))
      expected *= 0.9
    }
  }

  @Test func partsComeAfterWhatTheyNeed() {
    #expect(LinearFlow.parts([[1], [2], [1], []]) == [[1, 2], [0], [3]])
  }
}
