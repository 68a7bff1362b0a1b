/// The stationary distribution of a continuous-time Markov chain with finitely many states, solved
/// numerically: an answer that shares nothing with the simulation.
///
/// Source: William Stewart, "Introduction to the Numerical Solution of Markov Chains", 1994,
/// section 3.2: the method of Gauss and Seidel on the balance equations.
struct MarkovChain: Sendable {
  /// The states in the order in which they were found.
  let states: [[Int]]
  /// Their probabilities.
  let probabilities: [Double]

  /// Finds all states that can be reached and solves the balance equations.
  ///
  /// - Parameters:
  ///   - start: A state.
  ///   - moves: The moves out of a state with their rates.
  init(from start: [Int], _ moves: ([Int]) -> [(to: [Int], rate: Double)]) {
    var states = [start]
    var number = [start: 0]
    var into: [[(from: Int, rate: Double)]] = [[]]
    var out: [Double] = []
    var next = 0
    while next < states.count {
      var total = 0.0
      for (to, rate) in moves(states[next]) where rate > 0 {
        let index: Int
        if let known = number[to] {
          index = known
        } else {
          index = states.count
          number[to] = index
          states.append(to)
          into.append([])
        }
        into[index].append((next, rate))
        total += rate
      }
      out.append(total)
      next += 1
    }
    self.states = states
    probabilities = Self.solve(into, out)
  }

  private static func solve(_ into: [[(from: Int, rate: Double)]], _ out: [Double]) -> [Double] {
    let count = out.count
    var p = [Double](repeating: 1 / Double(count), count: count)
    for sweep in 0..<50_000 {
      var change = 0.0
      for step in 0..<count {
        let state = sweep % 2 == 0 ? step : count - 1 - step
        var flow = 0.0
        for (from, rate) in into[state] { flow += p[from] * rate }
        let new = flow / out[state]
        change = max(change, abs(new - p[state]))
        p[state] = new
      }
      let total = p.reduce(0, +)
      for state in 0..<count { p[state] /= total }
      if change < 1e-15 { break }
    }
    return p
  }

  /// The mean of a function of the state.
  func mean(_ value: ([Int]) -> Double) -> Double {
    zip(states, probabilities).reduce(0) { $0 + $1.1 * value($1.0) }
  }
}
