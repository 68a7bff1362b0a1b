/// Finds where the beginning of a run ends and its steady state starts.
public enum InitialTransient {
  /// What was found.
  public enum Finding: Hashable, Sendable {
    /// So many values at the start belong to the beginning; may be 0.
    case leaveOut(Int)
    /// The best place to cut lies in the second half: the run is too short to tell, or it never
    /// settles.
    case none
  }

  /// Values in a batch.
  static let batch = 5

  /// The number of values to leave out by the rule MSER-5.
  ///
  /// The values are averaged in batches of five; the cut is the one after which the standard error
  /// of the mean of the rest, taken as if the batches were independent, is least. Cuts in the
  /// second half are not believed, since near the end the error is small by chance.
  ///
  /// Source: K. Preston White, M. Cobb and S. Spratt, "A comparison of five steady-state
  /// truncation heuristics for simulation", Winter Simulation Conference 2000, pages 755-760.
  ///
  /// - Parameter values: Values at equal steps of time, at best averaged over replications.
  /// - Returns: The cut; `none` for fewer than four batches.
  public static func mser5(_ values: [Double]) -> Finding {
    let count = values.count / batch
    guard count >= 4 else { return .none }
    let batches = (0..<count).map { index in
      values[(index * batch)..<((index + 1) * batch)].reduce(0, +) / Double(batch)
    }
    // From the back: mean and sum of squares of what would be kept, by Welford's update.
    var mean = 0.0
    var squares = 0.0
    var kept = 0
    var best = (cut: 0, error: Double.infinity)
    for cut in (0..<count).reversed() {
      kept += 1
      let difference = batches[cut] - mean
      mean += difference / Double(kept)
      squares += difference * (batches[cut] - mean)
      // With fewer than two batches there is no error to speak of.
      guard kept >= 2 else { continue }
      let error = max(0, squares) / (Double(kept) * Double(kept))
      // Equal errors keep more of the run, so that a constant is not cut at all.
      if error <= best.error { best = (cut, error) }
    }
    return best.cut > count / 2 ? .none : .leaveOut(best.cut * batch)
  }
}
