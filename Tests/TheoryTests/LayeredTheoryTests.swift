import PluginAPI
import Testing

/// Layers of callers that keep their slot while they wait: no product form, but a Markov chain
/// that can be solved where all work is exponential.
///
/// The problem: C. Murray Woodside et al., "The Stochastic Rendezvous Network Model for
/// Performance of Synchronous Client-Server-like Distributed Software", IEEE Transactions on
/// Computers 44(1), 1995. Power: 8 % with a probability of 0.95.
@Suite struct LayeredTheoryTests {
  /// A tier: slots and mean work in seconds.
  struct Tier: Sendable {
    var slots: Int
    var work: Double
  }

  /// Tiers in a row under Poisson arrivals; `room` is the first tier's waiting room, nil for none
  /// that ends (the chain then ends where nothing of weight is left).
  struct Row: Sendable {
    var rate: Double
    var tiers: [Tier]
    var room: Int?

    func file(waiting: String) -> String {
      let names = ["web", "app", "db"]
      let lines = tiers.enumerated().map { index, tier in
        let calls = index + 1 < tiers.count ? ", calls: [\(names[index + 1])]" : ""
        let limit = index == 0 ? room.map(String.init) ?? "none" : "none"
        return "\(names[index]): { kind: service, concurrency: \(tier.slots), waiting: \(waiting), "
          + "work: \(Files.exponential(tier.work)), queue: { limit: \(limit) }\(calls) }"
      }
      return Files.file(lines.joined(separator: "\n"), arrivals: Files.poisson(rate))
    }

    /// The numbers inside each tier, the waiting included: what waits below holds a slot above.
    var chain: MarkovChain {
      let places = room.map { $0 + tiers[0].slots } ?? 150
      return MarkovChain(from: tiers.map { _ in 0 }) { state in
        var moves: [(to: [Int], rate: Double)] = []
        if state[0] < places {
          var next = state
          next[0] += 1
          moves.append((next, rate))
        }
        for (index, tier) in tiers.enumerated() {
          let isLast = index + 1 == tiers.count
          let own = min(state[index], tier.slots) - (isLast ? 0 : state[index + 1])
          guard own > 0 else { continue }
          var next = state
          if isLast {
            for above in tiers.indices { next[above] -= 1 }
          } else {
            next[index + 1] += 1
          }
          moves.append((next, Double(own) / tier.work))
        }
        return moves
      }
    }

    func lost(_ chain: MarkovChain) -> Double {
      guard let room else { return 0 }
      return chain.mean { $0[0] == room + tiers[0].slots ? 1 : 0 }
    }
  }

  static let rows = [
    Row(rate: 1.4, tiers: [Tier(slots: 3, work: 0.4), Tier(slots: 1, work: 0.5)]),
    Row(rate: 4, tiers: [Tier(slots: 6, work: 0.5), Tier(slots: 2, work: 0.6)], room: 6),
    Row(
      rate: 1.4,
      tiers: [Tier(slots: 4, work: 0.2), Tier(slots: 2, work: 0.3), Tier(slots: 1, work: 0.35)]),
    Row(
      rate: 3,
      tiers: [Tier(slots: 5, work: 0.2), Tier(slots: 3, work: 0.4), Tier(slots: 2, work: 0.5)],
      room: 4),
  ]

  /// The chains of `rows`, solved once.
  static let chains = rows.map(\.chain)

  @Test(arguments: rows.indices)
  func layersAgreeWithTheirMarkovChain(_ number: Int) async throws {
    let row = Self.rows[number]
    let chain = Self.chains[number]
    let lost = row.lost(chain)
    let run = try await Simulated(row.file(waiting: "hold"))
    let inside = chain.mean { Double($0[0]) }
    expectAgreement(
      try run.operation().latencyMean, inside / (row.rate * (1 - lost)), "response", detecting: 0.08
    )
    if lost > 0 {
      expectAgreement(try run.operation().success, 1 - lost, "share admitted", detecting: 0.02)
    }
    for (index, name) in ["web", "app", "db"].prefix(row.tiers.count).enumerated() {
      let slots = row.tiers[index].slots
      expectAgreement(
        try run.component(name).inside, chain.mean { Double($0[index]) }, "inside \(name)",
        detecting: 0.08)
      expectAgreement(
        try run.component(name).utilisation,
        chain.mean { Double(min($0[index], slots)) } / Double(slots), "utilisation of \(name)",
        detecting: 0.03)
    }
  }

  /// The chain's own sanity: what goes in comes out of the last tier.
  @Test(arguments: rows.indices)
  func theChainIsInBalance(_ number: Int) {
    let row = Self.rows[number]
    let chain = Self.chains[number]
    let last = row.tiers.count - 1
    let out = chain.mean { Double(min($0[last], row.tiers[last].slots)) } / row.tiers[last].work
    #expect(abs(out - row.rate * (1 - row.lost(chain))) < 1e-6)
  }

  @Test(arguments: rows.indices)
  func freedSlotsAreNoticed(_ number: Int) async throws {
    let row = Self.rows[number]
    let chain = Self.chains[number]
    let run = try await Simulated(row.file(waiting: "free"))
    let slots = row.tiers[0].slots
    #expect(
      !agrees(
        try run.component().utilisation,
        chain.mean { Double(min($0[0], slots)) } / Double(slots)))
    let time = chain.mean { Double($0[0]) } / (row.rate * (1 - row.lost(chain)))
    #expect(!agrees(try run.operation().latencyMean, time))
  }

  @Test func aSlotLessIsNoticed() async throws {
    var row = Self.rows[2]
    let chain = Self.chains[2]
    row.tiers[0].slots = 3
    let run = try await Simulated(row.file(waiting: "hold"))
    #expect(!agrees(try run.operation().latencyMean, chain.mean { Double($0[0]) } / row.rate))
  }
}
