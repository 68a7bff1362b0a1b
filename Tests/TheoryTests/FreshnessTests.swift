import ArchitectureModel
import BundledPlugins
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// What reads of followers may miss.
///
/// An item is written in a Poisson process of rate w, and a member has each write a time L after it
/// was acknowledged. A read at a member misses one where at least one write fell into the last L:
/// with the chance 1 - e^(-w L), since readers who arrive at random see time averages (Ronald Wolff,
/// "Poisson Arrivals See Time Averages", Operations Research 30(2), 1982).
@Suite struct FreshnessTests {
  /// A store of three members, of which each answers a third of the reads that any may answer.
  static func file(
    store: String, read: String = "{ read: db, when: [look] }", keys: String = "",
    writes: Double = 2, more: String = ""
  ) -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        concurrency: none
        work: 0s
        calls: [\(read), { write: db, when: [change] }]
      db: { kind: database, concurrency: none, read: 0s, write: 0s, connections: none, \(store) }
    workload:
      warmup: 10s
      lasts: 2000s
      operations:
        look: { arrivals: { process: poisson, rate: 20/s }\(keys) }
        change: { arrivals: { process: poisson, rate: \(writes)/s }\(keys) }
    \(more)
    """
  }

  static func members(_ consistency: String, lag: String = "500ms") -> String {
    "consistency: \(consistency), replication: { mode: async, copies: 3, lag: \(lag) }"
  }

  @Test func aReadMissesWhatWasWrittenInTheLag() async throws {
    for (writes, lag) in [(2.0, 0.5), (0.2, 3.0)] {
      let run = try await Simulated(
        Self.file(store: Self.members("eventual", lag: "\(lag)s"), writes: writes))
      let expected = 2.0 / 3 * (1 - exp(-writes * lag))
      let stale = try #require(try run.component("db").staleReads)
      expectAgreement(stale, expected, "stale", detecting: 0.08)
      #expect(!agrees(stale, expected * 1.1))
      // Of requests that read once it is the same share.
      expectAgreement(try run.operation("look").sawOldData, expected, "requests", detecting: 0.08)
      #expect(try run.operation("change").sawOldData.value == 0)
    }
  }

  /// With keys a read misses the writes of its own item alone.
  @Test func itemsAreApart() async throws {
    let keys = ", keys: { count: 50, skew: 0 }"
    let run = try await Simulated(
      Self.file(store: Self.members("eventual", lag: "5s"), keys: keys, writes: 4))
    let expected = 2.0 / 3 * (1 - exp(-4.0 / 50 * 5))
    let stale = try #require(try run.component("db").staleReads)
    expectAgreement(stale, expected, "stale", detecting: 0.05)
    // Were the shard one item, nearly all reads of followers would miss something.
    #expect(!agrees(stale, 2.0 / 3 * (1 - exp(-20))))
  }

  @Test func theLeaderMissesNothing() async throws {
    let strict = try await Simulated(Self.file(store: Self.members("strict")), replications: 2)
    #expect(try strict.component("db").staleReads == nil)
    // Members further behind than a bounded read may be are not asked; nearer ones are.
    let far = try await Simulated(
      Self.file(store: Self.members("bounded, staleness: 499ms")), replications: 2)
    #expect(try far.component("db").staleReads?.value == 0)
    let near = try await Simulated(
      Self.file(store: Self.members("bounded, staleness: 500ms")), replications: 2)
    #expect((try near.component("db").staleReads?.value ?? 0) > 0.3)
    // Other modes have all members in the set, or ask a quorum.
    let sync = try await Simulated(
      Self.file(store: "consistency: eventual, replication: { mode: sync, copies: 3 }"),
      replications: 2)
    #expect(try sync.component("db").staleReads == nil)
  }

  /// A read may ask for more or less than its store says.
  @Test func aReadSaysWhatItMaySee() async throws {
    func share(_ store: String, _ words: String) async throws -> Double {
      let text = Self.file(
        store: Self.members(store), read: "{ read: db, when: [look], \(words) }")
      let run = try await Simulated(text, replications: 2)
      return try run.component("db").staleReads?.value ?? 0
    }
    #expect(try await share("eventual", "consistency: strict") == 0)
    #expect(try await share("strict", "consistency: eventual") > 0.3)
    #expect(try await share("eventual", "consistency: bounded, staleness: 100ms") == 0)
    #expect(try await share("bounded", "staleness: 100ms") == 0)
    #expect(try await share("bounded", "staleness: 1s") > 0.3)
  }

  /// While members are 30 s further behind, bounded reads ask the leader, and eventual ones miss
  /// nearly everything.
  @Test func aLagThatGrowsIsSeen() async throws {
    let fault = "faults: [{ lag: db, by: 30s, at: 510s, lasts: 500s }]"
    let bounded = try await Simulated(
      Self.file(store: Self.members("bounded"), more: fault), replications: 4)
    let eventual = try await Simulated(
      Self.file(store: Self.members("eventual"), more: fault), replications: 4)
    let usual = 2.0 / 3 * (1 - exp(-1.0))
    // Bounded: three quarters of the time as usual, and the fourth without followers.
    let (first, second) = (
      try bounded.component("db").staleReads?.value ?? 0,
      try eventual.component("db").staleReads?.value ?? 0
    )
    #expect(abs(first - 0.75 * usual) < 0.02, "\(first)")
    #expect(abs(second - (0.75 * usual + 0.25 * 2 / 3)) < 0.02, "\(second)")
  }

  /// Members that are 10.5 s behind should not answer reads within 5 s; with clocks that are 6 s
  /// behind they take themselves for 4.5 s old and do.
  @Test func wrongClocksHideHowOldMembersAre() async throws {
    let lag = "{ lag: db, by: 10s, at: 510s, lasts: 500s }"
    func stale(_ more: String) async throws -> Double {
      let run = try await Simulated(
        Self.file(store: Self.members("bounded"), more: "faults: [\(lag)\(more)]"),
        replications: 4)
      return try run.component("db").staleReads?.value ?? 0
    }
    let usual = 2.0 / 3 * (1 - exp(-1.0))
    let right = try await stale("")
    #expect(abs(right - 0.75 * usual) < 0.02, "\(right)")
    let wrong = try await stale(", { skew: db, by: 6s, at: 510s, lasts: 500s }")
    #expect(abs(wrong - (0.75 * usual + 0.25 * 2 / 3)) < 0.02, "\(wrong)")
    // Two that overlap add; too little changes nothing but for the seconds in which the lag grows.
    let two = try await stale(
      ", { skew: db, by: 3s, at: 510s, lasts: 500s }, { skew: db, by: 3s, at: 510s, lasts: 500s }")
    #expect(two == wrong)
    let little = try await stale(", { skew: db, by: 5s, at: 510s, lasts: 500s }")
    #expect(little > right && little < right + 0.01, "\(little), \(right)")
  }

  /// What a lost leader had alone is lost, and no read misses it any more.
  @Test func lostWritesAreNotMissed() async throws {
    let text = Self.file(
      store: "consistency: eventual, replication: { mode: async, copies: 3, lag: 1000s, "
        + "failover: { mode: automatic, takes: 1s } }",
      more: "faults: [{ primary: db, at: 20s }]"
    ).replacing("writes", with: "writes").replacing(
      "rate: 2.0/s",
      with: "rate: [{ at: 0s, rate: 2/s }, { at: 19s, rate: 2/s }, { at: 19.1s, rate: 0/s }]")
    let run = try await Simulated(text, replications: 2)
    #expect((try run.component("db").lostWrites.value ?? 0) > 10)
    // Ten seconds of 2000 could miss something.
    #expect((try run.component("db").staleReads?.value ?? 1) < 0.01)
  }

  @Test func wordsThatChangeNothingAreRefused() {
    func codes(store: String, read: String = "{ read: db, when: [look] }") -> [String] {
      ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: Array(Self.file(store: store, read: read).utf8), file: "reads.yaml")
        .problems.map(\.code)
    }
    #expect(codes(store: Self.members("strict, staleness: 1s")) == ["arch.conflicting-fields"])
    #expect(
      codes(
        store: Self.members("eventual"), read: "{ read: db, when: [look], staleness: 1s }")
        == ["arch.wrong-step"])
    #expect(
      codes(
        store: "replication: { mode: none }",
        read: "{ read: db, when: [look], consistency: eventual }") == ["arch.wrong-step"])
    #expect(
      codes(
        store: Self.members("eventual"), read: "{ write: db, when: [look], consistency: strict }")
        == ["arch.wrong-step"])
    #expect(codes(store: Self.members("bounded, staleness: 1s")) == [])
  }
}
