import ArchitectureModel
import Quantities

extension Retry {
  /// Tries, the first one included; beyond a million it makes no difference.
  var attempts: Int { 1 + Swift.min(Swift.max(0, max), 1_000_000) }
}

extension Call {
  /// Tries of the call, the first one included.
  var attempts: Int { retry?.attempts ?? 1 }

  /// The longest time from the first try to giving up: time-out times tries, and the waits
  /// between them; nil where no time-out is stated.
  var longest: TimeSpan? {
    guard let timeout else { return nil }
    var seconds = timeout.value.seconds * Double(attempts)
    guard let retry else { return TimeSpan(seconds: seconds) }
    var wait = retry.wait.seconds
    // Beyond some tries the waits exceed any time-out; the sum stays finite.
    for _ in 0..<min(retry.attempts - 1, 64) {
      seconds += wait
      wait *= retry.factor
    }
    return TimeSpan(seconds: seconds)
  }
}
