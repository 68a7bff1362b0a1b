import Stochastics

/// When a run has been looked at often enough.
///
/// Replications come in rounds of a fixed size. After each round every requirement is looked at,
/// and the run goes on while one is undecided, at most for `most` rounds. To look often makes it
/// likelier to stop at a moment of luck; so each look uses an interval of confidence
/// 1 - 0.05 / `most`, by Bonferroni's inequality, and what is decided at any of them is wrong with
/// a probability of at most 5 % in all.
///
/// Source: Christopher Jennison and Bruce Turnbull, "Group Sequential Methods with Applications to
/// Clinical Trials", Chapman and Hall, 2000, chapter 2, for the problem and better boundaries; the
/// inequality is the simplest one that holds for any dependence between looks.
enum Looks {
  /// Rounds at most.
  static let most = 4
  /// The probability that a decided requirement is wrong.
  static let error = 0.05
  /// Of the way from no points to all points, how much the interval may cover where a requirement
  /// is settled though its bound lies inside.
  static let tolerance = 0.01

  /// What a report says of it.
  static let words =
    "rounds of replications go on, at most \(most) of them, until the interval of each "
    + "requirement at \(level) % lies on one side of its bound, so that a verdict is wrong in at "
    + "most 5 of 100 runs (Bonferroni)"

  private static var level: String { String(100 - 100 * error / Double(most)) }

  /// By how much an interval of 95 % must be widened to serve for one of several looks.
  ///
  /// - Parameter replications: At least two; fewer give 1.
  /// - Returns: The factor for the half width, at least 1.
  static func widening(replications: Int) -> Double {
    guard replications >= 2 else { return 1 }
    let freedom = replications - 1
    let wide = StudentT.quantile(1 - error / Double(most) / 2, degreesOfFreedom: freedom)
    return wide / StudentT.quantile(0.975, degreesOfFreedom: freedom)
  }
}
