import ArchitectureModel
import ExerciseFiles
import Foundation
import PluginAPI
import Pricing
import Quantities
import Reporting
import Testing

/// Bills of simulated designs against sums from the teaching prices.
///
/// Arrivals are regular: of 10/s, 999 fall into 100 s.
@Suite struct DesignBillTests {
  static let load = """
    workload:
      warmup: 0s
      lasts: 100s
      operations:
        buy: { arrivals: { process: regular, rate: 10/s } }

    """
  /// GiB in a month of 730 h for each KiB that 999 requests in 100 s carry.
  static let gibPerKiB = 9.99 * 1024 * 730 * 3600 / 0x1p30

  static func shop(
    copies: Int = 1, across: String = "host", web: String = "replicas: 1", more: String = "",
    step: String = "{ write: db, carries: [order] }"
  ) -> String {
    """
    format: arch/1
    entry: web
    sites:
      here: { zones: [a, b] }
      there: { zones: [c], prices: eu-west }
    data:
      order: { size: 1KiB, keep: 10d }
    components:
      web: { kind: service, \(web), work: { exact: 1ms }, calls: [\(step)] }
      db: { kind: database, holds: [order], replication: { mode: \(copies > 1 ? "sync" : "none"), copies: \(copies), across: \(across) } }
    \(more)

    """ + load
  }

  static func close(_ actual: Money, _ expected: Double) -> Bool {
    abs(actual.units - expected) < 2e-6 + 1e-9 * expected
  }

  @Test func theBillIsTheSumByHand() async throws {
    let cost = try await Designs.cost(Self.shop())
    // web: 730 x (2 x 0.032 + 8 x 0.004) = 70.08; db: 730 x (8 x 0.064 + 32 x 0.008) = 560.64
    let storage = 9.99 * 1024 * 864_000 / 0x1p30 * 0.12
    #expect(cost.items.map(\.what) == ["machines", "machines", "storage"])
    let expected = [70.08, 560.64, storage]
    for (item, amount) in zip(cost.items, expected) {
      #expect(Self.close(item.amount, amount), "\(item.amount.text), expected \(amount)")
    }
    #expect(Self.close(cost.monthly, expected.reduce(0, +)))
    #expect(cost.monthly.microUnits == cost.items.reduce(0) { $0 + $1.amount.microUnits })
    // One operation pays all: the total over 9.99/s x 730 h, times a million.
    let million = cost.monthly.units / (9.99 * 730 * 3600) * 1e6
    #expect(abs((cost.perMillion[0].amount?.units ?? 0) - million) < 2e-6)
    #expect(cost.bookDate == "2026-01-01" && cost.isSynthetic && cost.notes.isEmpty)
  }

  /// One copy of the data and what is written in `keep`, as in an object store.
  @Test func backupsArePaid() async throws {
    func cost(_ backup: String) async throws -> CostReport {
      try await Designs.cost(
        Self.shop(copies: 2).replacing("holds: [order],", with: "holds: [order], \(backup)"))
    }
    let without = try await cost("")
    #expect(!without.items.contains { $0.what == "backup" })
    for (keep, seconds) in [("7d", 604_800.0), ("30d", 2_592_000)] {
      let here = try await cost("backup: { every: 1h, keep: \(keep) },")
      let item = try #require(here.items.first { $0.what == "backup" })
      let gib = 9.99 * 1024 * (864_000 + seconds) / 0x1p30
      #expect(item.component == "db" && Self.close(item.amount, gib * 0.023), "\(item.amount.text)")
      #expect(!here.items.contains { $0.what == "between_sites" })
    }
    // Elsewhere all that is written goes over the network too.
    let there = try await cost("backup: { every: 1h, to: there },")
    let sent = try #require(there.items.first { $0.what == "between_sites" })
    #expect(sent.about == "to its backups" && abs(sent.quantity - Self.gibPerKiB) < 1e-6)
  }

  @Test func twiceTheCopiesCostTwiceTheMachinesAndTwiceTheStorage() async throws {
    let one = try await Designs.cost(Self.shop(copies: 2))
    let two = try await Designs.cost(Self.shop(copies: 4))
    for what in ["machines", "storage"] {
      let few = one.items.first { $0.component == "db" && $0.what == what }?.amount.units ?? 0
      let many = two.items.first { $0.component == "db" && $0.what == what }?.amount.units ?? 0
      #expect(few > 0 && abs(many - 2 * few) < 2e-6, "\(what): \(many), expected \(2 * few)")
    }
  }

  @Test func writesToOtherZonesAndSitesShowUpInTransfer() async throws {
    let near = try await Designs.cost(Self.shop(copies: 3))
    #expect(!near.items.contains { $0.what.hasPrefix("between") })
    let zones = try await Designs.cost(Self.shop(copies: 2, across: "zone"))
    let item = try #require(zones.items.first { $0.what == "between_zones" })
    #expect(item.component == "db" && item.about == "to its copies")
    #expect(abs(item.quantity - Self.gibPerKiB) < 1e-6, "\(item.quantity) of \(Self.gibPerKiB)")
  }

  @Test func halfOfSpreadCopiesCrossToTheLeader() async throws {
    let cost = try await Designs.cost(Self.shop(web: "replicas: 2, spread: zone"))
    let item = try #require(cost.items.first { $0.what == "between_zones" })
    #expect(item.component == "web" && item.about == "to db")
    #expect(abs(item.quantity - Self.gibPerKiB / 2) < 1e-6)
  }

  @Test func aChattyCallBetweenSitesShowsUpInTransfer() async throws {
    let far = "  far: { kind: service, at: there, work: { exact: 1ms } }"
    func cost(_ times: Int) async throws -> CostReport {
      try await Designs.cost(
        Self.shop(
          more: far,
          step: "{ call: far, carries: [order], returns: [order], times: \(times) }"))
    }
    let quiet = try await cost(1)
    let chatty = try await cost(5)
    for (report, times) in [(quiet, 1.0), (chatty, 5.0)] {
      let sent = try #require(
        report.items.first { $0.component == "web" && $0.what == "between_sites" })
      let back = try #require(
        report.items.first { $0.component == "far" && $0.what == "between_sites" })
      // Calls after the kept time are not counted.
      let expected = times * Self.gibPerKiB
      #expect(abs(sent.quantity - expected) < 0.005 * expected, "\(sent.quantity) of \(expected)")
      #expect(sent.quantity == back.quantity && back.region == "eu-west")
      #expect(Self.close(sent.amount, sent.quantity * 0.02))
    }
    // The machine there pays its region: 730 x (2 x 0.0355 + 8 x 0.0044) = 77.526
    let machine = try #require(
      quiet.items.first { $0.component == "far" && $0.what == "machines" })
    #expect(machine.amount == Books.usd(77.526))
  }

  @Test func retriesAreMeasuredTraffic() async throws {
    // Every call errs and is tried three times: three times the bytes of one try.
    let far = "  far: { kind: service, at: there, work: { exact: 1ms }, fails: { errors: 100% } }"
    let cost = try await Designs.cost(
      Self.shop(
        more: far,
        step: "{ call: far, carries: [order], retry: { max: 2, wait: 1ms, for: [errors] } }"))
    let sent = try #require(cost.items.first { $0.what == "between_sites" })
    #expect(abs(sent.quantity - 3 * Self.gibPerKiB) < 0.02 * Self.gibPerKiB, "\(sent.quantity)")
  }

  @Test func externalCallsAndMessagesAreCharged() async throws {
    let cost = try await Designs.cost(
      """
      format: arch/1
      entry: web
      sites: { here: { zones: [a, b] } }
      data: { order: { size: 1KiB } }
      components:
        web:
          kind: service
          work: { exact: 1ms }
          calls: [{ call: psp, carries: [order] }, { send: log, carries: [order] }]
        psp: { kind: external, work: { exact: 1ms } }
        log: { kind: stream, partitions: 17 }
        one: { kind: worker, replicas: 2, spread: zone, work: { exact: 1ms }, consumes: [{ from: log, group: g }] }
        two: { kind: worker, work: { exact: 1ms }, consumes: [{ from: log, group: h }], calls: [{ write: files, carries: [order] }] }
        files: { kind: object_store, holds: [order] }

      """ + Self.load)
    func item(_ component: String, _ what: String) -> CostItem? {
      cost.items.first { $0.component == component && $0.what == what }
    }
    let calls = 9.99 * 730 * 3600
    #expect(abs((item("psp", "calls")?.quantity ?? 0) - calls) < 1, "calls of the month")
    #expect(abs((item("web", "egress")?.quantity ?? 0) - Self.gibPerKiB) < 1e-6)
    // 17 partitions need two machines of 16 cores and 32 GiB: 1.28 USD/h each.
    #expect(item("log", "machines")?.amount == Books.usd(2 * 730 * 1.28))
    // Each group gets every message; half of the first's copies stand in the other zone.
    #expect(abs((item("log", "between_zones")?.quantity ?? 0) - Self.gibPerKiB / 2) < 0.5)
    #expect((item("files", "calls")?.quantity ?? 0) > 0)
    #expect(item("files", "storage") == nil && cost.notes.contains { $0.contains("'files'") })
    // The consumers are paid for by the operation, though it does not wait for them.
    let all = (cost.perMillion[0].amount?.units ?? 0) * calls / 1e6
    #expect(abs(all - cost.monthly.units) < 1e-4)
  }

  @Test func consumersWriteAsManyItemsAsTheyTookTogether() async throws {
    // Whatever the batches are, each message of 1 KiB is written once and kept for ten days.
    func stored(_ batch: Int) async throws -> Double {
      let cost = try await Designs.cost(
        """
        format: arch/1
        entry: web
        data: { order: { size: 1KiB, keep: 10d } }
        components:
          web: { kind: service, work: { exact: 1ms }, calls: [{ send: log, carries: [order] }] }
          log: { kind: queue }
          worker:
            kind: worker
            concurrency: 1
            work: { exact: 900ms }
            consumes: [{ from: log, batch: \(batch) }]
            calls: [{ write: db, carries: [order] }]
          db: { kind: database, holds: [order] }

        """ + Self.load)
      return cost.items.first { $0.component == "db" && $0.what == "storage" }?.quantity ?? 0
    }
    let all = 9.99 * 1024 * 864_000 / 0x1p30
    // One at a time the worker manages about one a second, with batches all ten.
    let alone = try await stored(1)
    let together = try await stored(100)
    #expect(abs(together - all) < 0.05 * all, "\(together) of \(all)")
    #expect(alone < 0.15 * all, "\(alone) of \(all)")
  }

  @Test func keepingForYearsIsSaidToAssumeThatTheLoadWasHeld() async throws {
    let cost = try await Designs.cost(Self.shop().replacing("keep: 10d", with: "keep: 7y"))
    #expect(cost.notes.count == 1 && cost.notes[0].contains("as long as data are kept"))
    let storage = 9.99 * 1024 * 220_752_000 / 0x1p30
    #expect(abs((cost.items.last?.quantity ?? 0) - storage) < 1e-6 * storage)
  }

  @Test func aStatedNumberOfItemsIsWhatIsKept() async throws {
    let text = Self.shop().replacing("keep: 10d", with: "items: 1048576")
    let cost = try await Designs.cost(text)
    let item = try #require(cost.items.first { $0.what == "storage" })
    #expect(item.quantity == 1, "a million KiB are a GiB: \(item.quantity)")
    let unknown = try await Designs.cost(Self.shop().replacing(", keep: 10d", with: ""))
    #expect(!unknown.items.contains { $0.what == "storage" } && unknown.notes.count == 1)
  }

  @Test func aCommitmentAndALargerMachineActInTheBillAlone() async throws {
    let plain = try await Designs.simulated(Self.shop())
    let other = try await Designs.simulated(
      Self.shop(web: "replicas: 1, commit: 3y, size: { cpu: 4, memory: 16GiB }"))
    // 730 x 0.192 = 140.16, half saved.
    let machine = try #require(other.cost?.items.first { $0.component == "web" })
    #expect(machine.amount == Books.usd(70.08) && machine.saved == Books.usd(70.08))
    #expect(
      plain.scenarios[0].operations[0].latencyMean == other.scenarios[0].operations[0].latencyMean)
  }

  @Test func machinesOfTheBillAreThoseOfTheDesign() async throws {
    let report = try await Designs.simulated(Self.shop(copies: 3, web: "replicas: 5"))
    let hours = (report.cost?.items ?? []).filter { $0.what == "machines" }
      .reduce(0) { $0 + $1.quantity }
    #expect(hours == Double(report.machines) * 730)
  }

  @Test func handOversThatLeadBackAreFollowedToTheEnd() async throws {
    // Each request is worked on 1 / (1 - 0.5) = twice.
    let cost = try await Designs.cost(
      """
      format: arch/1
      entry: a
      components:
        a: { kind: service, work: { exact: 1ms }, calls: [{ then: b }] }
        b: { kind: service, work: { exact: 1ms }, calls: [{ then: [{ to: a, share: 50% }] }] }

      """ + Self.load)
    #expect(cost.monthly == Books.usd(140.16))
    #expect((cost.perMillion[0].amount?.units ?? 0) > 0)
  }

  @Test func theDocumentTellsTheBill() async throws {
    let report = try await Designs.simulated(Self.shop(copies: 2, across: "zone"))
    let text = ResultDocument.json(report, timing: false)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let cost = try #require(json["cost"] as? [String: Any])
    func amount(_ money: Any?) -> Double { ((money as? [String: Any])?["amount"] as? Double) ?? -1 }
    let items = (cost["items"] as? [[String: Any]] ?? []).map { amount($0["amount"]) }
    let sum = items.reduce(0) { $0 + Int64(($1 * 1e6).rounded()) }
    #expect(items.count == 4 && sum == Int64((amount(cost["monthly"]) * 1e6).rounded()))
    let page = TextReport.render(report, style: .plain)
    #expect(page.contains("WHAT IT COSTS IN A MONTH"))
    #expect(page.contains("a million 'buy' cost ") && page.contains("ten times the load"))
    #expect(page.contains("prices of 2026-01-01, made up for teaching"))
  }
}
