import Foundation
import Testing

/// What breaks, what is noticed, and what is lost.
@Suite struct FailingTests {
  @Test func aCrashedCopyRefusesUntilItIsNoticed() async throws {
    // One of two copies is dead for 10 s and noticed after 2 s: half of 100/s for 2 s are refused.
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [pool] }
        pool: { kind: service, replicas: 2, concurrency: none, balance: round_robin, work: { exact: 1ms }, health: { every: 2s, after: 1 } }
        """, "process: regular, rate: 100/s",
        faults: "{ crash: pool, replicas: 1, at: 10s, lasts: 10s }"), replications: 1)
    #expect(abs(run.count("failed") - 100) <= 2, "\(run.count("failed"))")
    #expect(run.errors("crash") == run.count("failed"))
  }

  @Test func aLostZoneIsSilentUntilTheTimeOut() async throws {
    // Noticed after 2 s and the 1 s that a check waits: half of 100/s for 3 s time out.
    let file = design(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: pool, timeout: 500ms }] }
      pool: { kind: service, replicas: 2, spread: zone, concurrency: none, balance: round_robin, work: { exact: 1ms }, health: { every: 2s, timeout: 1s, after: 1 } }
      """, "process: regular, rate: 100/s",
      top: "sites: { north: { zones: [a, b], zone_latency: 1ms } }",
      faults: "{ lose: north.b, at: 10s, lasts: 10s }")
    let run = try await Run.of(file, replications: 1)
    #expect(abs(run.count("failed") - 150) <= 2, "\(run.count("failed"))")
    #expect(run.errors("timeout") == run.count("failed"))
    // Within the zone 1 ms, to the other one and back 3 ms: 2 ms where both serve.
    #expect(run.latency().number > 0.0018 && run.latency().number < 0.002)
  }

  static let places =
    "sites: { north: { latency_to: { south: 5ms } }, south: { latency_to: { west: 20ms } }, west: { latency_to: { north: 30ms } } }"

  @Test func aWriteWaitsForWhatItsReplicationAsks() async throws {
    // The leader stands in the north with the caller; the ways are 5 and 30 ms, the work 6 ms.
    // Async: the leader alone. Quorum: the second of 6, 16 and 66 ms. Sync: the last.
    for (mode, mean) in [("async", 0.006), ("quorum", 0.016), ("sync", 0.066)] {
      let run = try await Run.of(
        design(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: [{ write: db }] }
          db: { kind: database, at: [north, south, west], concurrency: none, write: { exact: 6ms }, replication: { mode: \(mode), copies: 3, across: site } }
          """, "process: regular, rate: 10/s", operation: "payload: 1B", top: Self.places),
        replications: 1)
      #expect(abs(run.latency().number - mean) < 1e-6, "\(mode): \(run.latency())")
      #expect(run.component("db")["acknowledged_writes"].number == run.count("full"))
    }
  }

  static func lostLeader(_ mode: String, takes: String, fault: String = "lose: north") -> String {
    design(
      """
      web: { kind: service, at: [south], concurrency: none, work: 0s, calls: [{ write: db, timeout: 1s }] }
      db: { kind: database, at: [north, south], concurrency: none, write: { exact: 6ms }, health: { every: 1s, timeout: 1s, after: 2 }, replication: { mode: \(mode), copies: 2, across: site, lag: 2s\(takes) } }
      """, "process: poisson, rate: 50/s", top: places,
      faults: "{ \(fault), at: 50s, lasts: 30s }")
  }

  @Test func losingTheLeadersPlaceLosesWhatTheOthersDoNotHave() async throws {
    let takes = ", failover: { mode: automatic, takes: 5s }"
    // Async: those of the last 2 s at 50/s.
    let async = try await Run.of(Self.lostLeader("async", takes: takes))
    #expect(
      async.component("db")["lost_writes"].covers(100, tolerance: 0.05),
      "\(async.component("db")["lost_writes"])")
    let sync = try await Run.of(Self.lostLeader("sync", takes: takes))
    #expect(sync.component("db")["lost_writes"].number == 0)
  }

  @Test func aLeaderThatComesBackEmptyHasLostThemToo() async throws {
    // Nobody takes over within the 30 s: the old leader comes back with what its follower has.
    let run = try await Run.of(Self.lostLeader("async", takes: ""))
    #expect(
      run.component("db")["lost_writes"].covers(100, tolerance: 0.05),
      "\(run.component("db")["lost_writes"])")
  }

  @Test func aLeaderThatStaysLostHasLostThemToo() async throws {
    // Nobody takes over and it does not come back before the end: they are gone all the same.
    let file = Self.lostLeader("async", takes: "").replacing("lasts: 30s", with: "lasts: 1h")
    let run = try await Run.of(file)
    #expect(
      run.component("db")["lost_writes"].covers(100, tolerance: 0.05),
      "\(run.component("db")["lost_writes"])")
  }

  @Test func noMoreWritesAreLostThanWereAcknowledgedInTheKeptTime() async throws {
    let file = Self.lostLeader("none", takes: "").replacing(", copies: 2", with: "")
    let run = try await Run.of(file)
    let db = run.component("db")
    #expect(db["lost_writes"].number > 0)
    #expect(db["lost_writes"].number <= db["acknowledged_writes"].number)
  }

  static func log(_ acks: String) -> String {
    design(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ send: log, acks: \(acks), timeout: 500ms }] }
      log: { kind: queue, concurrency: none, write: { exact: 1ms }, health: { every: 1s, timeout: 1s, after: 2 }, replication: { mode: sync, copies: 3, across: zone } }
      """, "process: regular, rate: 20/s",
      top: "sites: { north: { zones: [a, b, c], zone_latency: 1ms } }",
      faults: "{ lose: north.c, at: 10s, lasts: 20s }")
  }

  @Test func aPublicationToAllWaitsForADeadMemberUntilItIsNoticed() async throws {
    // Noticed after 2 x 1 s and the 1 s that a check waits: 20/s for 3 s time out, those of the
    // last half second are let go by the notice.
    let all = try await Run.of(Self.log("quorum"), replications: 1)
    #expect(abs(all.count("failed") - 50) <= 2, "\(all.count("failed"))")
    let leader = try await Run.of(Self.log("leader"), replications: 1)
    #expect(leader.count("failed") == 0)
  }

  @Test func recoveryTakesAsLongAsTheFailover() async throws {
    // Lost for 30 s: writes fail from the loss until another copy leads.
    for (takes, seconds) in [("5s", 5.0), ("10s", 10.0)] {
      let run = try await Run.of(
        Self.lostLeader("async", takes: ", failover: { mode: automatic, takes: \(takes) }"))
      #expect(
        run.operation()["failed"].covers(50 * seconds, tolerance: 0.04),
        "\(takes): \(run.operation()["failed"])")
      #expect(abs(run.errors("timeout") - run.count("failed")) < 1e-6)
    }
  }

  @Test func aCrashedLeadersWritesWaitInsideTheTimeOut() async throws {
    // Only the leader crashes; another leads after 5 s. Those that came in the last second of
    // these are written then, the others have timed out: 4 s x 50/s.
    let run = try await Run.of(
      Self.lostLeader(
        "async", takes: ", failover: { mode: automatic, takes: 5s }",
        fault: "crash: db, replicas: 1"))
    #expect(run.operation()["failed"].covers(200, tolerance: 0.04), "\(run.operation()["failed"])")
  }
}

/// Caches, queues and streams.
@Suite struct KeepingTests {
  @Test func theHitShareDecidesTheLoadOfTheStore() async throws {
    for hit in [0.5, 0.8, 0.95] {
      let run = try await Run.of(
        design(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: [hot] }
          hot: { kind: cache, fronts: db, hit: \(hit), work: { exact: 1ms } }
          db: { kind: database, concurrency: none, read: { exact: 10ms } }
          """, "process: poisson, rate: 200/s"))
      #expect(abs(run.called("db") / run.called("hot") - (1 - hit)) < 0.01)
      // 1 ms, and 10 ms for each miss.
      #expect(run.latency().covers(0.001 + (1 - hit) * 0.01, tolerance: 0.01), "\(run.latency())")
    }
  }

  static func queue(_ worker: String, faults: String = "") -> String {
    design(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ send: jobs, timeout: 1s }] }
      jobs: { kind: queue }
      work: { kind: worker, consumes: [{ from: jobs }], \(worker) }
      """, "process: regular, rate: 20/s", faults: faults)
  }

  @Test func everyMessageIsHandledWhereWorkersKeepUp() async throws {
    let run = try await Run.of(
      Self.queue("concurrency: 4, work: { exact: 100ms }"), replications: 1)
    #expect(run.share("full") == 1)
    #expect(abs(run.component("work")["served"].number - run.count("arrivals")) <= 3)
    #expect(run.component("jobs")["backlog"].number <= 4)
    // Two of four slots, and the delivery of 2 ms.
    #expect(abs(run.component("work")["utilisation"].number - 0.51) < 0.01)
  }

  @Test func aBacklogGrowsWhereWorkersAreTooSlow() async throws {
    // 20/s come and about 10 / 1.02 s leave for 100 s.
    let run = try await Run.of(
      Self.queue("concurrency: 1, work: { exact: 100ms }"), replications: 1)
    #expect(run.share("full") == 1, "the users do not wait for it")
    #expect(abs(run.component("jobs")["backlog"].number - 1020) < 20)
  }

  @Test(arguments: [
    "{ crash: jobs, at: 50s, lasts: 10s }", "{ errors: work, share: 100%, at: 50s, lasts: 10s }",
    "{ crash: work, at: 50s, lasts: 10s }",
  ])
  func aBrokenDeliveryDoesNotStopTheClock(_ fault: String) async throws {
    // The backlog of a slow worker is there when its broker or its work fails.
    let run = try await Run.of(
      Self.queue("concurrency: 1, work: { exact: 60ms }", faults: fault), replications: 1,
      limit: 20)
    #expect(run.count("arrivals") >= 1999)
    #expect(run.run["events"].number < 1_000_000)
  }

  @Test func messagesThatGoRoundInNoTimeEndTheRun() async throws {
    let file = Self.queue(
      "concurrency: 1, work: 0s", faults: "{ errors: work, share: 100%, at: 50s, lasts: 10s }"
    ).replacingOccurrences(of: "kind: queue", with: "kind: queue, read: 0s")
      .replacingOccurrences(of: "from: jobs", with: "from: jobs, wait: 0s")
    // They go round in no time: the run is given up and says so.
    let outcome = try await Tool.run(
      "simulate", file: file, ["--replications", "1", "--json", "-"], limit: 60)
    #expect(outcome.code == 3, outcome.summary)
    #expect(outcome.json["complete"].flag == false)
  }

  @Test func timesWhoseSumIsBeyondMeasureAreTold() async throws {
    // A few hundred requests of up to 292 years: their sum is more than 2^64 ns.
    let file = """
      format: arch/1
      entry: web
      components: { web: { kind: service, concurrency: none, work: 292y } }
      workload:
        lasts: 60s
        operations: { view: { arrivals: { process: poisson, rate: 4/s } } }
      """
    let outcome = try await Tool.run(
      "simulate", file: file, ["--replications", "1", "--json", "-"], limit: 60)
    #expect([0, 3].contains(outcome.code), outcome.summary)
  }

  @Test func aRefusedFileLeavesItsProblemsInPlaceOfAResult() async throws {
    for command in ["check", "evaluate", "simulate"] {
      let outcome = try await Tool.run(
        command, file: "format: arch/1\nexercise: foundations/first-service\nentry: web\n",
        ["--json", "-"], limit: 60)
      #expect(outcome.code == 2, outcome.summary)
      #expect(!outcome.json["problems"].items.isEmpty, outcome.summary)
    }
  }

  @Test func aPartitionIsWorkedOnOneMessageAtATime() async throws {
    for (partitions, backlog) in [(1, 1020.0), (8, 0)] {
      // One lane: 1 / 102 ms, whatever the slots. Eight lanes: 78/s, more than come.
      let file = Self.queue("concurrency: 8, replicas: 2, work: { exact: 100ms }")
        .replacingOccurrences(
          of: "kind: queue", with: "kind: stream, partitions: \(partitions), read: { exact: 2ms }")
      let run = try await Run.of(file, replications: 1)
      #expect(abs(run.component("jobs")["backlog"].number - backlog) < 40, "\(partitions)")
    }
  }
}
