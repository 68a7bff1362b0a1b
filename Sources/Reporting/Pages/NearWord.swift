import Diagnostics

/// The search for the word that was meant.
enum NearWord {
  static func nearest(to word: String, among words: [String]) -> String? {
    NearestName.nearest(to: word, among: words)
  }
}
