import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Pricing
import Quantities
import Testing

/// What keys, old data and machines that may be taken back cost, by hand from the teaching prices.
@Suite struct CustodyBillTests {
  static let gib = 9.99 * 1024 / 0x1p30

  static func cost(_ db: String, web: String = "replicas: 1") async throws -> CostReport {
    try await Designs.cost(
      DesignBillTests.shop(copies: 2, web: web)
        .replacing("holds: [order],", with: "holds: [order], \(db)"))
  }

  private static func amount(_ cost: CostReport, _ what: String) -> Double {
    cost.items.filter { $0.component == "db" && $0.what == what }.reduce(0) { $0 + $1.amount.units }
  }

  /// A key is a dollar a month and version, and each machine asks twelve times an hour.
  @Test func aCustomersKeysArePaid() async throws {
    for keys in ["none", "managed"] {
      let cost = try await Self.cost("encrypt_at_rest: \(keys),")
      #expect(Self.amount(cost, "keys") == 0 && Self.amount(cost, "key requests") == 0)
    }
    let versions = [
      ("customer", 1.0), ("{ keys: customer, rotate: 7d }", 2),
      ("{ keys: customer, rotate: 1d }", 3), ("{ keys: customer, rotate: 11d }", 1),
    ]
    for (keys, number) in versions {
      let cost = try await Self.cost("encrypt_at_rest: \(keys),")
      #expect(Self.amount(cost, "keys") == number, "\(keys)")
      #expect(abs(Self.amount(cost, "key requests") - 2 * 730 * 12 * 3e-6) < 2e-6)
    }
  }

  /// Of ten days, eight are cold; storage at 0.12 and 0.004 a GiB.
  @Test func oldDataAreCheaper() async throws {
    let whole = 2 * Self.gib * 864_000
    #expect(abs(Self.amount(try await Self.cost(""), "storage") - whole * 0.12) < 4e-6)
    let cold = try await Self.cost("lifecycle: { cold_after: 2d },")
    #expect(abs(Self.amount(cold, "storage") - whole * 0.2 * 0.12) < 4e-6)
    #expect(abs(Self.amount(cold, "cold storage") - whole * 0.8 * 0.004) < 4e-6)
    let late = try await Self.cost("lifecycle: { cold_after: 10d },")
    #expect(Self.amount(late, "cold storage") == 0)
    let longer = try await Self.cost("keep: 30d, lifecycle: { delete_after: 20d },")
    #expect(abs(Self.amount(longer, "storage") - 2 * whole * 0.12) < 4e-6)
  }

  /// Spot machines are cheaper and fail more often.
  @Test func whatIsLeftOverIsCheaper() async throws {
    let plain = try await Self.cost("")
    let spot = try await Self.cost("", web: "replicas: 1, commit: spot")
    func machines(_ cost: CostReport) -> Double {
      cost.items.first { $0.component == "web" && $0.what == "machines" }?.amount.units ?? 0
    }
    #expect(abs(machines(spot) - 0.35 * machines(plain)) < 2e-6)
  }
}
