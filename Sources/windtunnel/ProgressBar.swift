import Evaluation
import Foundation
import Synchronization

/// A bar on standard error for anything that takes more than two seconds; only on a terminal.
final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var total: Int
    var label: String
    var isShown = false
  }

  private let state: Mutex<State>
  private let begin = ContinuousClock.now
  private let isActive: Bool

  init(total: Int, label: String) {
    state = Mutex(State(total: max(1, total), label: label))
    isActive = Console.isTerminal(2)
  }

  /// Says how many steps there will be, once that is known.
  func plan(_ total: Int) { state.withLock { $0.total = max(1, total) } }

  /// Takes steps of the engine.
  var sink: ProgressSink {
    { [self] step in advance(step.done) }
  }

  private func advance(_ steps: Int) {
    guard isActive else { return }
    let slow = ContinuousClock.now - begin > .seconds(2)
    state.withLock { state in
      state.done += steps
      if state.done > state.total { state.total = state.done }
      guard slow else { return }
      state.isShown = true
      let width = 30
      let full = width * state.done / state.total
      let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
      let line = "\r\(state.label) [\(bar)] \(100 * state.done / state.total)%"
      try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
  }

  /// Removes the bar.
  func finish() {
    state.withLock { state in
      guard state.isShown else { return }
      let line = "\r" + String(repeating: " ", count: 78) + "\r"
      try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
  }
}
