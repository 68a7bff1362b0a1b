import Stochastics

// Sessions that are in progress when a run begins.

extension Simulation {
  /// Begins with the sessions that a system which has long run would have in progress.
  mutating func openPresentSessions() {
    for (journey, spec) in journeys.specs.enumerated() {
      guard let present = spec.present, !present.stages.isEmpty else { continue }
      var random = RandomStream(seed: seed, name: "present/\(spec.name)")
      let count = random.poisson(mean: max(0, min(1e9, present.mean)))
      for _ in 0..<count where stop == nil { openPresent(journey, spec, present, &random) }
    }
  }

  private mutating func openPresent(
    _ journey: Int, _ spec: JourneySpec, _ present: PresentSpec, _ random: inout RandomStream
  ) {
    let session = openSession(journey)
    let stage = present.stages[Self.first(above: random.uniform(), in: present.stages)]
    let first = Int(journeys.runs[journey].firstNode)
    let node = journeys.nodes[first + stage.node]
    journeys.sessions[session].made = UInt32(clamping: stage.requests)
    if stage.requests == 0 {
      journeys.sessions[session].made = walkBack(from: first + stage.node, &random)
    } else {
      // The length given that it goes beyond the requests made.
      let draw = random.uniform() * present.survival[stage.requests]
      let length = Self.longest(above: draw, in: present.survival)
      journeys.sessions[session].left = UInt32(clamping: length - stage.requests)
    }
    let all = spec.nodes[stage.node].next.last?.upTo ?? 0
    journeys.sessions[session].node = max(
      Int32(first), draw(node.next, random.uniform() * all))
    beginToThink(
      source: Journeys.link | UInt32(truncatingIfNeeded: session),
      until: spec.nodes[stage.node].residual.draw(&random, ziggurat))
  }

  /// The requests that a session at a node has made, by the walk seen backwards.
  ///
  /// Source: the reversed chain, Kemeny and Snell, "Finite Markov Chains", 1960, section 5.3.
  private func walkBack(
    from node: Int, _ random: inout RandomStream
  ) -> UInt32 {
    var node = Int32(node)
    var made: UInt32 = 1
    while made < 100_000_000 {
      node = draw(journeys.nodes[Int(node)].before, random.uniform())
      if node < 0 { break }
      made += 1
    }
    return made
  }

  private static func first(
    above draw: Double, in stages: [(upTo: Double, node: Int, requests: Int)]
  ) -> Int {
    var low = 0
    var high = stages.count - 1
    while low < high {
      let middle = (low + high) / 2
      if stages[middle].upTo <= draw { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// One more than the last place whose chance is above a draw.
  private static func longest(above draw: Double, in survival: [Double]) -> Int {
    var low = 0
    var high = survival.count
    while low < high {
      let middle = (low + high) / 2
      if survival[middle] > draw { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
