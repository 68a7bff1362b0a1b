import ArchitectureModel
import Pricing
import Quantities
import Testing

/// Bills computed by hand from the round prices: a core 0.03, a GiB of memory 0.01 USD/h.
@Suite struct BillTests {
  static func bill(_ components: ComponentUsage..., transfers: [Transfer] = []) -> Bill {
    Biller(Books.round).bill(Usage(components: components, transfers: transfers))
  }

  @Test func machinesAreCoresAndMemoryByTheHour() {
    // 3 x 730 h x (2 x 0.03 + 8 x 0.01) = 2190 x 0.14 = 306.60
    let bill = Self.bill(Books.machines(3))
    #expect(bill.total == Books.usd(306.6), "\(bill.total.text), expected 306.6 USD")
    #expect(bill.lines.count == 1 && bill.lines[0].quantity == 2190)
    #expect(bill.lines[0].price == Books.money("0.14 USD/h"))
    // Twice as dear where the provider runs them: 306.60 x 2.
    #expect(Self.bill(Books.machines(3, charge: .managed)).total == Books.usd(613.2))
    // In the region with dearer cores: 2190 x (2 x 0.05 + 0.08) = 394.20
    #expect(Self.bill(Books.machines(3, region: "dear")).total == Books.usd(394.2))
    #expect(Self.bill(Books.machines(3, region: "moon")).notes.count == 1)
  }

  @Test func partitionsShareMachines() {
    var usage = Books.machines(0)
    usage.fleets = [Fleet(region: nil, units: 17, unitsPerMachine: 16)]
    #expect(usage.fleets[0].machines == 2)
    #expect(Self.bill(usage).total == Books.usd(204.4), "2 x 730 x 0.14 = 204.4")
  }

  @Test func machineHoursOverTimeTakeThePlaceOfTheWholeMonth() {
    var usage = Books.machines(3)
    usage.fleets[0].hours = 1000
    #expect(Self.bill(usage).total == Books.usd(140), "1000 x 0.14 = 140")
  }

  @Test func aCommitmentLowersMachinesByTheBooksShareAndNothingElse() {
    var usage = Books.machines(3)
    usage.stored = [Stored(region: nil, bytes: 100 * 0x1p30, growsWithLoad: true)]
    let plain = Self.bill(usage)
    usage.purchase.commitment = .oneYear
    let year = Self.bill(usage)
    usage.purchase.commitment = .threeYears
    let three = Self.bill(usage)
    // Machines 306.60, storage 100 x 0.1 = 10.
    #expect(plain.total == Books.usd(316.6))
    #expect(year.total == Books.usd(306.6 * 0.75 + 10), "\(year.total.text)")
    #expect(three.total == Books.usd(306.6 * 0.5 + 10), "\(three.total.text)")
    #expect(year.lines[0].saved == Books.usd(76.65) && year.lines[1].saved == .zero("USD"))
    var book = Books.round
    book.savings = []
    let without = Biller(book).bill(Usage(components: [usage]))
    #expect(without.total == plain.total && without.notes.count == 1)
  }

  @Test func aPriceOfTheDesignIsByTheHourOrTheMonth() {
    var usage = Books.machines(3)
    usage.purchase.price = Setting(Books.money("0.2 USD/h"), .language)
    #expect(Self.bill(usage).total == Books.usd(438), "2190 x 0.2 = 438")
    usage.purchase.price = Setting(Books.money("100 USD/mo"), .language)
    #expect(Self.bill(usage).total == Books.usd(300))
    usage.purchase.price = Setting(Books.money("100 EUR/mo"), .language)
    let foreign = Self.bill(usage)
    #expect(foreign.total == Books.usd(306.6) && foreign.notes.count == 1)
  }

  @Test func whatIsKeptIsChargedByWhoRunsIt() {
    let hundred = [Stored(region: nil, bytes: 100 * 0x1p30, growsWithLoad: true)]
    let rows: [(Charge, Double)] = [
      (.machines, 10), (.managed, 20), (.use, 2), (.calls, 0), (.nothing, 0),
    ]
    for (charge, expected) in rows {
      let bill = Self.bill(ComponentUsage(id: "s", charge: charge, stored: hundred))
      #expect(bill.total == Books.usd(expected), "\(charge): \(bill.total.text)")
    }
  }

  @Test func boughtDiskIsChargedWhereItHoldsMore() {
    var usage = Books.machines(2)
    usage.stored = [Stored(region: nil, bytes: 100 * 0x1p30, growsWithLoad: true)]
    usage.purchase.disk = Setting(ByteCount(bytes: 80 << 30), .language)
    // 2 x 80 GiB bought, 100 kept: 16 in place of 10; machines 204.40.
    #expect(Self.bill(usage).total == Books.usd(220.4))
    usage.purchase.disk = Setting(ByteCount(bytes: 20 << 30), .language)
    #expect(Self.bill(usage).total == Books.usd(214.4))
  }

  @Test func callsAndTransfersAreCharged() {
    let calls = Self.bill(
      ComponentUsage(id: "o", charge: .use, calls: 3e6),
      ComponentUsage(id: "psp", charge: .calls, calls: 1000),
      transfers: [
        Transfer(component: "o", to: "to a", item: .betweenZones, region: nil, bytes: 0x1p33),
        Transfer(component: "o", to: "to b", item: .betweenSites, region: nil, bytes: 0x1p33),
        Transfer(component: "psp", to: "out", item: .egress, region: nil, bytes: 0x1p33),
      ])
    // 3 million x 2, 1000 x 0.002, 8 GiB x 0.01, x 0.05 and x 0.08
    #expect(calls.lines.map(\.amount) == [6, 0.08, 0.4, 2, 0.64].map { Books.usd($0) })
    #expect(calls.components.map(\.amount) == [Books.usd(6.48), Books.usd(2.64)])
  }

  @Test func operationsPayByTheBusyTimeTheyCause() {
    var web = Books.machines(1, id: "web")
    web.purchase.price = Setting(Books.money("90 USD/mo"), .language)
    var idle = web
    idle.id = "idle"
    let usage = Usage(
      components: [web, idle],
      operations: [
        OperationUsage(operation: "buy", requests: 1e6, weights: [2, 0]),
        OperationUsage(operation: "look", requests: 2e6, weights: [1, 0]),
        OperationUsage(operation: "never", requests: 0, weights: [0, 0]),
      ])
    let bill = Biller(Books.round).bill(usage)
    // web: 60 and 30; idle by requests: 30 and 60. A million of each: 90 and 45.
    #expect(bill.perMillion.map(\.operation) == ["buy", "look", "never"])
    #expect(bill.perMillion[0].amount == Books.usd(90))
    #expect(bill.perMillion[1].amount == Books.usd(45))
    #expect(bill.perMillion[2].amount == nil)
  }

  @Test func theItemsAddToTheTotalExactly() {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    for _ in 0..<300 {
      let components = (0..<5).map { index in
        var usage = Books.machines(
          Int(next() * 9), id: "c\(index)", cores: next() * 7 + 0.1,
          charge: Charge.allCases[Int(next() * 5)])
        usage.stored = [Stored(region: nil, bytes: next() * 1e13, growsWithLoad: true)]
        usage.calls = next() * 1e9
        usage.purchase.commitment = Commitment.allCases[Int(next() * 3)]
        return usage
      }
      let bill = Biller(Books.round).bill(
        Usage(
          components: components,
          transfers: [
            Transfer(
              component: "c1", to: "", item: .egress, region: nil, bytes: next() * 1e12)
          ]))
      let sum = bill.lines.reduce(Int64(0)) { $0 + $1.amount.microUnits }
      #expect(bill.total.microUnits == sum)
      #expect(bill.components.reduce(Int64(0)) { $0 + $1.amount.microUnits } == sum)
    }
  }

  @Test func nothingTrapsOnHugeOrSenselessNumbers() {
    for quantity in [Double.infinity, .nan, -1, 1e300, -.infinity] {
      var usage = Books.machines(.max, cores: quantity, gib: Int64.max >> 30)
      usage.fleets.append(Fleet(region: nil, units: .max, unitsPerMachine: 0, hours: quantity))
      usage.stored = [Stored(region: nil, bytes: quantity, growsWithLoad: true)]
      usage.calls = quantity
      usage.utilisation = quantity
      let all = Usage(
        components: [usage],
        transfers: [
          Transfer(component: "web", to: "", item: .egress, region: nil, bytes: quantity)
        ],
        operations: [OperationUsage(operation: "a", requests: quantity, weights: [quantity])])
      let biller = Biller(Books.round)
      for factor in [1, 10, quantity] {
        let bill = biller.bill(all.scaled(by: factor))
        #expect(bill.lines.reduce(Money.zero("USD")) { $0 + $1.amount } == bill.total)
      }
    }
    #expect(Biller(Books.round).bill(Usage(components: [])).total == .zero("USD"))
  }
}

/// What ten times the load takes.
@Suite struct GrowthTests {
  /// Machines of a design with so many copies and such a utilisation, at ten times the load.
  static func machines(_ count: Int, _ utilisation: Double?) -> Int {
    var usage = Books.machines(count)
    usage.utilisation = utilisation
    return Usage(components: [usage]).scaled(by: 10).components[0].fleets[0].machines
  }

  @Test func machinesAreAddedOnlyWhereSlotsWouldBeFilledBeyondTheSetPoint() {
    // At 3 % ten times the load fills 30 %: nothing is added. At 12 %: 120 % over 60 % = twice.
    #expect(Self.machines(4, 0.03) == 4 && Self.machines(4, 0) == 4)
    #expect(Self.machines(4, 0.12) == 8 && Self.machines(4, 0.06) == 4)
    // 13 %: 4 x 1.3 / 0.6 = 8.67, whole machines.
    #expect(Self.machines(4, 0.13) == 9)
    // What is fuller than the set point already stays as full; what is not known grows in full.
    #expect(Self.machines(4, 0.8) == 40 && Self.machines(4, nil) == 40)
    #expect(BillRules.all.contains { $0.contains(Share(fraction: Usage.fill).brief) })
  }

  @Test func whatGrowsWithTheLoadGrowsAndTheRestStays() {
    var usage = Books.machines(1, id: "db", charge: .managed)
    usage.utilisation = 0.01
    usage.stored = [
      Stored(region: nil, bytes: 0x1p30, growsWithLoad: true),
      Stored(region: nil, bytes: 0x1p30, growsWithLoad: false),
    ]
    let biller = Biller(Books.round)
    let plain = Usage(
      components: [usage],
      transfers: [
        Transfer(component: "db", to: "", item: .betweenZones, region: nil, bytes: 0x1p30)
      ])
    // Machines 730 x 0.28 = 204.40 stay; storage 0.2 + 0.2 becomes 2 + 0.2; transfer 0.01 x 10.
    #expect(biller.bill(plain).total == Books.usd(204.4 + 0.4 + 0.01))
    #expect(biller.bill(plain.scaled(by: 10)).total == Books.usd(204.4 + 2.2 + 0.1))
  }

  @Test func functionsArePaidForWhatTheyDoWhereTheBookKnowsIt() {
    var usage = Books.machines(3, cores: 1, gib: 2, charge: .invocations)
    usage.fleets[0].hours = 100
    usage.calls = 5e6
    // Without a price for it by the machines in use: 100 x (0.03 + 2 x 0.01) = 5.
    #expect(BillTests.bill(usage).total == Books.usd(5))
    var book = Books.round
    book.entries += [
      Books.entry(.functionTime, "0.06 USD/GiB-h", nil),
      Books.entry(.functionCalls, "0.2 USD/Mcall", nil),
    ]
    // 100 h x 2 GiB x 0.06 + 5 x 0.2 = 13.
    let bill = Biller(book).bill(Usage(components: [usage]))
    #expect(bill.total == Books.usd(13))
    #expect(bill.lines.map(\.what) == ["time", "calls"])
    // Ten times the load is ten times the work, whatever the slots do.
    usage.utilisation = 0.01
    let tenfold = Usage(components: [usage]).scaled(by: 10)
    #expect(Biller(book).bill(tenfold).total == Books.usd(130))
    // A price of the design is that of a machine.
    usage.purchase.price = Setting(Books.money("0.2 USD/h"), .language)
    #expect(Biller(book).bill(Usage(components: [usage])).total == Books.usd(20))
  }
}
