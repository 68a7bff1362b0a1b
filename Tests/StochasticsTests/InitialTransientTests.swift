import Stochastics
import Testing

/// Where the beginning of a run ends.
@Suite struct InitialTransientTests {
  /// Whole numbers of noise in -8...8 by a fixed sequence.
  static func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 77
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 60) - 7.5
    }
  }

  @Test func aConstantIsNotCut() {
    #expect(InitialTransient.mser5(Array(repeating: 3, count: 100)) == .leaveOut(0))
  }

  @Test func aStepIsCutWhereItEnds() {
    // Twenty values of the beginning, then 180 around another level: the cut lies after the step,
    // at the end of a batch.
    let values = Array(repeating: -100.0, count: 20) + Self.noise(180)
    #expect(InitialTransient.mser5(values) == .leaveOut(20))
    // A step inside a batch takes the rest of the batch with it.
    let inside = Array(repeating: -100.0, count: 22) + Self.noise(178)
    #expect(InitialTransient.mser5(inside) == .leaveOut(25))
  }

  /// By hand: batches of 0, 4, 6, 5, 7, 6, 4, 8.
  ///
  /// The squares about the mean of all are 42 over 8^2;
  /// without the first 13.43 over 7^2 = 0.274; without two 10 over 6^2 = 0.278; from then on more.
  @Test func anExampleByHand() {
    let batches: [Double] = [0, 4, 6, 5, 7, 6, 4, 8]
    let values = batches.flatMap { Array(repeating: $0, count: 5) }
    #expect(InitialTransient.mser5(values) == .leaveOut(5))
    // A last value that fills no batch is not looked at.
    #expect(InitialTransient.mser5(values + [1e6]) == .leaveOut(5))
  }

  @Test func aRunThatNeverSettlesHasNoCut() {
    #expect(InitialTransient.mser5((0..<200).map(Double.init)) == .none)
    #expect(InitialTransient.mser5([1, 2, 3]) == .none)
    #expect(InitialTransient.mser5([]) == .none)
  }
}
