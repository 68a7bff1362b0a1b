public import PluginAPI

/// A score in words.
public enum ScoreText {
  /// `3 of 20 points`, `1 of 1 point`.
  public static func words(_ score: Score) -> String {
    "\(Figures.points(score.points)) of \(Figures.counted(score.max, "point"))"
  }
}
