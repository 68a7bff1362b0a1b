import SimulationKernel
import Stochastics
import Testing

/// Arrivals that come in groups.
@Suite struct ArrivalGroupTests {
  /// Batches so rare that no two of them meet: their sizes and keys in order.
  static func batches(
    _ size: CountSpread, share: Double, count: Int
  ) -> [(size: Int, keys: Set<UInt64>)] {
    var stream = ArrivalStream(
      ArrivalSpec(
        .batch(size: size, spacing: 5, sharedKey: share), rate: RateSpec(1e-9)), seed: 17,
      name: "batch")
    var found: [(size: Int, keys: Set<UInt64>)] = []
    var last: Int64 = -1_000_000
    while found.count <= count, let time = stream.next() {
      if time - last == 5 {
        found[found.count - 1].size += 1
        found[found.count - 1].keys.insert(stream.sharedKey)
      } else {
        found.append((1, [stream.sharedKey]))
      }
      last = time
    }
    return Array(found.prefix(count))
  }

  @Test(arguments: [(20.0, 1.0), (20, 0.1), (2.5, 0.2), (300, 2)])
  func sizesHaveTheirMeanAndVariationAndMembersTheirSpacing(_ mean: Double, _ cv: Double) throws {
    let count = 20_000
    let sizes = Self.batches(try .make(mean: mean, cv: cv), share: 0, count: count)
      .map { Double($0.size) }
    #expect(sizes.count == count)
    let drawn = sizes.reduce(0, +) / Double(count)
    let error = mean * cv / Double(count).squareRoot()
    #expect(abs(drawn - mean) < 3.9 * error, "mean \(mean), drawn \(drawn)")
    #expect(abs(drawn - 1.15 * mean) > 3.9 * error)
    let squares: Double = sizes.reduce(0) { $0 + ($1 - drawn) * ($1 - drawn) }
    let variance: Double = squares / Double(count - 1)
    // The variance of a gamma-like number has an excess kurtosis of 6 cv^2.
    let spread: Double = ((3 + 6 * cv * cv) / Double(count)).squareRoot()
    let ratio: Double = variance.squareRoot() / drawn / cv
    #expect(abs(ratio - 1) < 3.9 * spread, "cv \(cv), drawn \(ratio * cv)")
  }

  @Test func someBatchesAreAboutOneKeyEach() {
    let batches = Self.batches(.exact(4), share: 0.3, count: 10_000)
    let keyed = batches.filter { $0.keys != [0] }
    #expect(batches.allSatisfy { $0.size == 4 && $0.keys.count == 1 })
    #expect(Set(keyed.flatMap(\.keys)).count == keyed.count)
    // 3000 of 10,000, within 3.9 standard deviations of 46.
    #expect(abs(Double(keyed.count) - 3000) < 3.9 * 46)
  }

  @Test func burstsThatOverlapAreAllThere() {
    var stream = ArrivalStream(
      ArrivalSpec(.burst(count: 10, at: 7, every: 35, over: 100), rate: RateSpec(0)), seed: 1,
      name: "burst")
    var drawn: [Int64] = []
    while drawn.count < 2000, let time = stream.next() { drawn.append(time) }
    var all: [Int64] = []
    for burst in 0..<400 {
      for member in 0..<10 { all.append(Int64(7 + burst * 35 + member * 10)) }
    }
    all.sort()
    #expect(drawn == Array(all.prefix(2000)))
  }

  @Test func oneBurstComesOnceAndEvenly() {
    var stream = ArrivalStream(
      ArrivalSpec(.burst(count: 4, at: 10, every: -1, over: 100), rate: RateSpec(0)), seed: 1,
      name: "burst")
    var drawn: [Int64?] = []
    for _ in 0..<6 { drawn.append(stream.next()) }
    let expected: [Int64?] = [10, 35, 60, 85, nil, nil]
    #expect(drawn == expected)
  }

  @Test func aTraceIsReproducedExactly() {
    let moments = (0..<1000).map { Int64($0 * $0) }
    var stream = ArrivalStream(
      ArrivalSpec(.trace(moments), rate: RateSpec(0)), seed: 9, name: "trace")
    var drawn: [Int64] = []
    while let time = stream.next() { drawn.append(time) }
    #expect(drawn == moments)
  }

  @Test func eachArrivalOfATraceHasItsOwnMark() {
    var spec = ArrivalSpec(.trace((0..<150).map { Int64($0 / 2) }), rate: RateSpec(0))
    spec.marks = (0..<150).map { ArrivalMark(key: Int32($0 % 7), bytes: Int64($0 * $0)) }
    var stream = ArrivalStream(spec, seed: 9, name: "trace")
    #expect(stream.mark == ArrivalMark())
    var drawn: [ArrivalMark] = []
    while stream.next() != nil { drawn.append(stream.mark) }
    #expect(drawn == spec.marks)
    var plain = ArrivalStream(ArrivalSpec(.poisson, rate: RateSpec(1)), seed: 9, name: "trace")
    _ = plain.next()
    #expect(plain.mark == ArrivalMark(key: -1, bytes: -1))
  }
}
