import Stochastics

/// Formulas for one station: `servers` slots, requests that offer `load` = rate x mean time.
enum QueueFormulas {
  /// More servers than this are taken by the limit for many servers.
  static let mostExactServers = 20_000.0

  /// The probability that an arrival finds all servers busy where none can wait.
  ///
  /// Source: A. K. Erlang, 1917, by the recursion 1 / B(k) = 1 + k / (load B(k - 1)).
  static func erlangB(servers: Double, load: Double) -> Double {
    guard load > 0 else { return 0 }
    guard load < .infinity else { return 1 }
    if servers > mostExactServers {
      let waits = erlangC(servers: servers, load: min(load, servers * 0.999_999))
      let rho = min(load, servers * 0.999_999) / servers
      // B from C: C = B / (1 - rho + rho B).
      let blocked = waits * (1 - rho) / (1 - rho * waits)
      return load <= servers ? blocked : max(blocked, 1 - servers / load)
    }
    var inverse = 1.0
    var server = 1.0
    while server <= servers {
      inverse = 1 + inverse * server / load
      // Nothing is lost any more to sixteen digits: the rest only grows.
      if inverse > 1e300 { return 0 }
      server += 1
    }
    return 1 / inverse
  }

  /// The probability that an arrival has to wait; 1 where the servers cannot keep up.
  ///
  /// Source: A. K. Erlang, 1917. For more than 20,000 servers the limit of Shlomo Halfin and Ward
  /// Whitt, "Heavy-Traffic Limits for Queues with Many Exponential Servers", Operations Research
  /// 29(3), 1981, eq. (2.3).
  static func erlangC(servers: Double, load: Double) -> Double {
    guard load < servers else { return 1 }
    guard load > 0 else { return 0 }
    let rho = load / servers
    if servers > mostExactServers {
      let beta = (1 - rho) * servers.squareRoot()
      guard beta < 30 else { return 0 }
      let density = 0.398_942_280_401_432_7 * Elementary.exp(-0.5 * beta * beta)
      let below = 0.5 * Elementary.erfc(-beta * 0.707_106_781_186_547_5)
      return density > 0 ? 1 / (1 + beta * below / density) : 0
    }
    let blocked = erlangB(servers: servers, load: load)
    return blocked / (1 - rho + rho * blocked)
  }

  /// Mean wait over the mean time of service in M/M/c; infinite where it is not stable.
  static func waitOverService(servers: Double, load: Double) -> Double {
    guard load < servers else { return .infinity }
    return erlangC(servers: servers, load: load) / (servers - load)
  }

  /// The factor on the wait of M/M/c for other arrivals and other services.
  ///
  /// Exact for one server with Poisson arrivals (Pollaczek and Khinchine). With Poisson arrivals
  /// it is the formula of Lee and Longton; for several servers it errs by up to about 10 % of the
  /// wait where the load is high, by more where nearly nobody waits.
  ///
  /// Where arrivals are more regular than Poisson the wait is shortened as Kraemer and
  /// Langenbach-Belz found, the more the less busy the station is.
  ///
  /// Source: Arnold Allen, "Probability, Statistics and Queueing Theory", 2nd edition, Academic
  /// Press, 1990, section 5.3.5 (Allen-Cunneen); A. M. Lee and P. A. Longton, "Queueing Processes
  /// Associated with Airline Passenger Check-in", Operational Research Quarterly 10(1), 1959;
  /// Wolfgang Kraemer and Manfred Langenbach-Belz as in Whitt, "The Queueing Network Analyzer",
  /// Bell System Technical Journal 62(9), 1983, eq. (45).
  static func variability(arrivals: Double, service: Double, utilisation: Double) -> Double {
    let sum = arrivals + service
    guard arrivals < 1, utilisation > 0, sum > 0 else { return sum / 2 }
    let regular = (1 - arrivals) * (1 - arrivals)
    let idle = max(0, 1 - utilisation)
    return sum / 2 * Elementary.exp(-2 * idle * regular / (3 * utilisation * sum))
  }

  /// What M/M/c/K says, K = servers + room.
  struct Finite: Hashable {
    /// Share of the arrivals that find no room.
    var blocked: Double
    /// Share of those let in that have to wait.
    var waits: Double
    /// Mean wait of those let in, over the mean time of service.
    var waitOverService: Double
  }

  /// One station with a waiting room of `room` places.
  ///
  /// With no room at all the blocked share holds for every distribution of the service.
  ///
  /// Source: Donald Gross, John Shortle, James Thompson and Carl Harris, "Fundamentals of Queueing
  /// Theory", 4th edition, Wiley, 2008, section 2.5 (M/M/c/K) and 2.6 (M/M/c/c).
  static func finite(servers: Double, room: Double, load: Double) -> Finite {
    guard load > 0 else { return Finite(blocked: 0, waits: 0, waitOverService: 0) }
    guard load < .infinity else {
      return Finite(blocked: 1, waits: 1, waitOverService: room / servers)
    }
    let lost = erlangB(servers: servers, load: load)
    if room == 0 { return Finite(blocked: lost, waits: 0, waitOverService: 0) }
    let rho = load / servers
    let tail = GeometricTail(ratio: rho, room: room)
    // Weights relative to that of all servers busy and nobody waiting: 1 / lost for 0...servers.
    guard lost > 0 else { return Finite(blocked: 0, waits: 0, waitOverService: 0) }
    let total = 1 / lost + tail.sum
    guard total < .infinity else {
      // So much more is asked than there is room that it is always full.
      return Finite(
        blocked: 1 - 1 / rho, waits: 1,
        waitOverService: (room - 1 / (rho - 1)) / servers)
    }
    let full = tail.last / total
    let waiting = tail.moment / total
    let admitted = max(1e-300, 1 - full)
    return Finite(
      blocked: full, waits: min(1, max(0, (1 + tail.sum - tail.last) / total / admitted)),
      waitOverService: waiting / (load * admitted))
  }
}

/// The sums of ratio^j and j ratio^j over j in 1...room.
struct GeometricTail {
  let sum: Double
  let moment: Double
  let last: Double

  init(ratio: Double, room: Double) {
    if room <= 4096 {
      var power = 1.0
      var sum = 0.0
      var moment = 0.0
      var place = 1.0
      while place <= room {
        power *= ratio
        sum += power
        moment += place * power
        place += 1
      }
      (self.sum, self.moment, last) = (sum, moment, power)
      return
    }
    let gap = 1 - ratio
    if gap.magnitude < 1e-9 {
      (sum, moment, last) = (room, room * (room + 1) / 2, 1)
      return
    }
    let power = Elementary.exp(room * Elementary.log(ratio))
    last = power
    sum = ratio * (1 - power) / gap
    moment = ratio * (1 - (room + 1) * power + room * power * ratio) / (gap * gap)
  }
}
