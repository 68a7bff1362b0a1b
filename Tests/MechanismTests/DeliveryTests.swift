import PluginAPI
import Testing

/// Messages that are lost, fail, come again, or wait for their key.
@Suite struct DeliveryTests {
  static let sites = "sites: { north: { latency_to: { south: 1ms } }, south: {} }"

  static func queue(
    _ worker: String, consume: String = "", jobs: String = "kind: queue", faults: String = "",
    rate: String = "20/s", operation: String = "", more: String = "", lasts: String = "100s"
  ) -> String {
    flow(
      caller("{ send: jobs, timeout: 1s }")
        + """

        jobs: { \(jobs), at: [south] }
        work: { kind: worker, consumes: [{ from: jobs\(consume) }], \(worker) }
        \(more)
        """, "process: regular, rate: \(rate)", lasts: lasts, operation: operation, top: sites,
      faults: faults)
  }

  @Test func aQueueThatIsLostLosesItsBacklogAndNothingElse() async throws {
    // 20/s come and 1/s leave: about 950 wait when the place is lost at 50 s. What was handled is
    // not lost, and what comes later is there.
    let run = try await Flow(
      Self.queue(
        "concurrency: 1, work: { exact: 990ms }", jobs: "kind: queue, read: { exact: 8ms }",
        faults: "{ lose: south, at: 50s, lasts: 10s }"))
    let jobs = try run.component("jobs")
    let handled = try run.component("work").served
    let lost = try #require(jobs.lostWrites.value)
    #expect(abs(lost - 950) <= 3, "\(lost)")
    // Every acknowledged message was handled, is lost, or waits: one may be in the worker's hands.
    #expect(abs(jobs.acknowledgedWrites - handled - lost - jobs.backlog) <= 1)
    // Negative control: a worker that keeps up leaves nothing to lose.
    let quick = try await Flow(
      Self.queue(
        "concurrency: 8, work: { exact: 1ms }", faults: "{ lose: south, at: 50s, lasts: 10s }"))
    #expect(try #require(try quick.component("jobs").lostWrites.value) <= 1)
  }

  @Test func aCrashLosesNothing() async throws {
    let run = try await Flow(
      Self.queue(
        "concurrency: 1, work: { exact: 990ms }", faults: "{ crash: jobs, at: 50s, lasts: 10s }"))
    #expect(try run.component("jobs").lostWrites.value == 0)
    #expect(try run.component("jobs").backlog > 1600)
  }

  @Test func anotherCopyHoldsTheBacklog() async throws {
    let replicated = Self.queue(
      "concurrency: 1, work: { exact: 990ms }",
      jobs:
        "kind: queue, replication: { mode: sync, copies: 2, across: site, failover: { mode: automatic, takes: 5s } }",
      faults: "{ lose: south, at: 50s, lasts: 10s }"
    ).replacing("at: [south] }", with: "at: [south, north] }")
    let run = try await Flow(replicated)
    #expect(try run.component("jobs").lostWrites.value == 0)
    // An asynchronous copy lacks the last two seconds, all of which still waited.
    let behind = try await Flow(replicated.replacing("mode: sync", with: "mode: async, lag: 2s"))
    let lost = try #require(try behind.component("jobs").lostWrites.value)
    #expect(abs(lost - 40) <= 1, "\(lost)")
    let handled = try behind.component("work").served
    let jobs = try behind.component("jobs")
    #expect(abs(jobs.acknowledgedWrites - handled - lost - jobs.backlog) <= 1)
  }

  @Test func aMessageIsLostOnceHoweverManyGroupsWaitForIt() async throws {
    let run = try await Flow(
      Self.queue(
        "concurrency: 1, work: { exact: 990ms }",
        faults: "{ lose: south, at: 50s, lasts: 10s }",
        more:
          "more: { kind: worker, consumes: [{ from: jobs }], concurrency: 1, work: { exact: 1990ms } }"
      ))
    // The slower group has handled 25 of 1000.
    let lost = try #require(try run.component("jobs").lostWrites.value)
    #expect(abs(lost - 975) <= 3, "\(lost)")
  }

  @Test func aConsumerLetsGoOfALostBroker() async throws {
    // All four slots may be fetching when the place is lost; they work again when it is back.
    let run = try await Flow(
      Self.queue(
        "concurrency: 4, work: { exact: 1ms }", jobs: "kind: queue, read: { exact: 50ms }",
        faults: "{ lose: south, at: 50s, lasts: 10s }", rate: "70/s"))
    #expect(try run.component("jobs").backlog <= 10, "slots work again")
  }

  // MARK: Attempts

  @Test func aFailedMessageComesAgainAfterItsWaitAndIsGivenUpAfterItsAttempts() async throws {
    // Attempts at 0, 1 and 3 s, then it goes to the other queue.
    let run = try await Flow(
      Self.queue(
        "concurrency: none, work: { exact: 1ms }, fails: { errors: 100% }",
        consume: ", max_attempts: 3, wait: 1s, dead_letter: parked",
        more: "parked: { kind: queue }", lasts: "1000s"))
    let published = try run.count(\.full)
    let served = try run.component("work").served
    #expect(abs(served - 3 * published) <= 80, "\(served) of \(published)")
    let parked = try run.component("parked").acknowledgedWrites
    // Those of the last three seconds are still on their way.
    #expect(abs(parked - (published - 60)) <= 2, "\(parked) of \(published)")
    #expect(try run.component("jobs").givenUp == parked)
    #expect(abs(try run.component("jobs").backlog - 60) <= 2, "between two attempts they are kept")
  }

  @Test func withoutAttemptsItComesAgainForEver() async throws {
    // Waits of 1, 2, 4, ... s: attempts of the first second's messages at 0, 1, 3, 7, 15, 31 s.
    let run = try await Flow(
      flow(
        caller("{ send: jobs }")
          + """

          jobs: { kind: queue, read: 0s, write: 0s }
          work: { kind: worker, consumes: [{ from: jobs }], concurrency: none, work: { exact: 1us }, fails: { errors: 100% } }
          """, "process: burst, count: 10", lasts: "40s"))
    #expect(try run.component("work").served == 60)
    #expect(try run.component("jobs").givenUp == 0)
    #expect(try run.component("jobs").backlog == 10)
  }

  @Test func whatADeadConsumerHadInItsHandsComesAgainAtOnce() async throws {
    // The work takes 20 s; its consumer dies after 10 s and is back after 1 s.
    let run = try await Flow(
      flow(
        caller("{ send: jobs }")
          + """

          jobs: { kind: queue, read: 0s, write: 0s }
          work: { kind: worker, consumes: [{ from: jobs, max_attempts: 2, wait: 1h }], concurrency: none, work: { exact: 20s } }
          """, "process: burst, count: 10", lasts: "40s",
        faults: "{ crash: work, at: 10s, lasts: 1s }"))
    #expect(try run.component("work").called == 20)
    #expect(try run.component("work").served == 10)
    #expect(try run.component("jobs").backlog == 0)
    // A second death is the second failed attempt.
    let twice = try await Flow(
      flow(
        caller("{ send: jobs }")
          + """

          jobs: { kind: queue, read: 0s, write: 0s }
          work: { kind: worker, consumes: [{ from: jobs, max_attempts: 2, wait: 1h }], concurrency: none, work: { exact: 20s } }
          """, "process: burst, count: 10", lasts: "60s",
        faults: "{ crash: work, at: 10s, lasts: 1s }, { crash: work, at: 20s, lasts: 1s }"))
    #expect(try twice.component("jobs").givenUp == 10)
    #expect(try twice.component("work").served == 0)
  }

  // MARK: Order

  @Test func theMessagesOfAKeyAreHandledOneAtATime() async throws {
    // One key: 1 / 102 ms whatever the slots. Many keys: all of 20/s.
    for (keys, backlog) in [(1, 1020.0), (1000, 3)] {
      let run = try await Flow(
        Self.queue(
          "concurrency: 8, replicas: 2, work: { exact: 100ms }", consume: ", key: account",
          jobs: "kind: queue, read: { exact: 1ms }",
          operation: "keys: { count: \(keys), skew: 0 }"))
      #expect(abs(try run.component("jobs").backlog - backlog) < 25, "\(keys) keys")
    }
    let without = try await Flow(
      Self.queue(
        "concurrency: 8, replicas: 2, work: { exact: 100ms }", operation: "keys: { count: 1 }"))
    #expect(try without.component("jobs").backlog < 5)
  }

  @Test func aBusyKeyDoesNotHoldUpTheOthers() async throws {
    // A tenth of the messages is about each of ten keys; 5/s of each can be handled, 2/s come.
    let run = try await Flow(
      Self.queue(
        "concurrency: 16, work: { exact: 198ms }", consume: ", key: account",
        jobs: "kind: queue, read: { exact: 0s }", operation: "keys: { count: 10, skew: 0 }"))
    #expect(try run.component("jobs").backlog < 20)
    let busy = try #require(try run.component("work").utilisation.value)
    #expect(abs(busy - 20 * 0.2 / 16) < 0.01, "\(busy)")
  }

  @Test func aFailedMessageKeepsItsKeyUntilItIsHandled() async throws {
    // Errors for 5 s: the message waits 1, 2, 4 s between its attempts, and those behind it with it.
    let run = try await Flow(
      Self.queue(
        "concurrency: 8, work: { exact: 1ms }", consume: ", key: account",
        jobs: "kind: queue, read: { exact: 0s }",
        faults: "{ errors: work, share: 100%, at: 50s, lasts: 5s }",
        operation: "keys: { count: 1 }"))
    // Attempts at 50, 51, 53 and 57 s fail or come through: four at one message, one at the rest.
    #expect(try run.component("work").served == run.count(\.full) + 3)
    #expect(try run.component("jobs").backlog <= 1)
  }

  @Test func aLostQueueLosesWhatWaitsBehindItsKeys() async throws {
    let run = try await Flow(
      Self.queue(
        "concurrency: 8, work: { exact: 990ms }", consume: ", key: account",
        jobs: "kind: queue, read: { exact: 8ms }",
        faults: "{ lose: south, at: 50s, lasts: 10s }", operation: "keys: { count: 1 }"))
    let jobs = try run.component("jobs")
    let lost = try #require(jobs.lostWrites.value)
    #expect(abs(lost - 950) <= 3, "\(lost)")
    let handled = try run.component("work").served
    #expect(abs(jobs.acknowledgedWrites - handled - lost - jobs.backlog) <= 1)
  }

  @Test func aFailedMessageOfAStreamHoldsUpItsPartition() async throws {
    // One partition, errors for 5 s: nothing of it is handled out of turn.
    let run = try await Flow(
      Self.queue(
        "concurrency: 8, work: { exact: 1ms }",
        jobs: "kind: stream, partitions: 1, read: { exact: 0s }",
        faults: "{ errors: work, share: 100%, at: 50s, lasts: 5s }"))
    #expect(try run.component("work").served == run.count(\.full) + 3)
  }

  @Test func mistakesAreSaid() {
    func said(_ consume: String, jobs: String = "kind: queue") -> [String] {
      problems(
        Self.queue("concurrency: 1", consume: consume, jobs: jobs, more: "parked: { kind: queue }"))
    }
    #expect(said(", dead_letter: parked") == ["arch.conflicting-fields:7"])
    #expect(said(", max_attempts: 3, dead_letter: jobs") == ["arch.wrong-target:7"])
    #expect(said(", max_attempts: 3, dead_letter: web") == ["arch.wrong-target:7"])
    #expect(said(", key: a, batch: 5") == ["arch.conflicting-fields:7"])
    #expect(said(", key: a", jobs: "kind: stream") == ["arch.conflicting-fields:7"])
    #expect(said(", max_attempts: 3, dead_letter: parked") == [])
  }
}
