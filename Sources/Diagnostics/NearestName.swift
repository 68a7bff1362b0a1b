/// The search for the name that somebody meant.
public enum NearestName {
  /// Words longer than this many characters are never compared.
  static let longestWord = 64

  /// The candidate that is most like `word`; nil when nothing is close.
  ///
  /// Close means: at most one slip (a letter missing, added, replaced, or two neighbours swapped)
  /// for each full three letters of the longer of the two. Upper and lower case are the same for the
  /// count, but between two candidates with equally many slips the one in the right case wins; after
  /// that the first in the order given. Words over 64 characters are close to nothing.
  /// Takes O(letters of `word` × letters of all candidates).
  ///
  /// Source: restricted Damerau–Levenshtein distance: R. Lowrance and R. A. Wagner, "An extension of
  /// the string-to-string correction problem", Journal of the ACM, 1975, without their block moves.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let exact = Array(word)
    guard !exact.isEmpty, exact.count <= longestWord else { return nil }
    let folded = Array(word.lowercased())
    var best: (name: String, slips: Int, exactSlips: Int)?
    for candidate in candidates {
      let other = Array(candidate)
      guard !other.isEmpty, other.count <= longestWord else { continue }
      let allowed = max(exact.count, other.count) / 3
      guard abs(exact.count - other.count) <= allowed else { continue }
      let slips = distance(folded, Array(candidate.lowercased()))
      guard slips <= allowed else { continue }
      let exactSlips = distance(exact, other)
      if let best, (best.slips, best.exactSlips) <= (slips, exactSlips) { continue }
      best = (candidate, slips, exactSlips)
    }
    return best?.name
  }

  /// The restricted Damerau–Levenshtein distance between two words, in slips.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty else { return right.count }
    guard !right.isEmpty else { return left.count }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var current = beforeLast
    for row in 1...left.count {
      current[0] = row
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        var value = min(last[column] + 1, current[column - 1] + 1)
        value = min(value, last[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          value = min(value, beforeLast[column - 2] + 1)
        }
        current[column] = value
      }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count]
  }
}
