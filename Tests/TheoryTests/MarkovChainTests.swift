import Testing

/// The solver of chains against closed forms.
@Suite struct MarkovChainTests {
  @Test(arguments: [(0.9, 1, 5), (3.0, 2, 40), (1.5, 1, 3)])
  func theSolverAgreesWithTheClosedForm(_ rate: Double, _ servers: Int, _ places: Int) {
    let chain = MarkovChain(from: [0]) { state in
      var moves: [(to: [Int], rate: Double)] = []
      if state[0] < places { moves.append(([state[0] + 1], rate)) }
      if state[0] > 0 { moves.append(([state[0] - 1], Double(min(state[0], servers)))) }
      return moves
    }
    let exact = Theory.finite(lambda: rate, mu: 1, servers: servers, places: places)
    for (state, p) in zip(chain.states, chain.probabilities) {
      #expect(abs(p - exact[state[0]]) < 1e-10, "state \(state[0])")
    }
  }

  /// A circle has no detailed balance: each state's share goes by its own stay.
  @Test func theSolverTakesChainsThatCannotBeReversed() {
    let rates = [1.0, 2, 4, 8]
    let chain = MarkovChain(from: [0]) { [(to: [($0[0] + 1) % 4], rate: rates[$0[0]])] }
    for (state, p) in zip(chain.states, chain.probabilities) {
      #expect(abs(p - (1 / rates[state[0]]) / 1.875) < 1e-12)
    }
  }
}
