import Stochastics
import Testing

/// Tables of arguments and correctly rounded values; the constants are in the numbered files.
enum ElementaryGoldens {
  static func words(_ text: String) -> [UInt64] {
    text.split { $0 == " " || $0 == "\n" }.compactMap { UInt64($0, radix: 16) }
  }

  static func hash(_ values: [Double]) -> UInt64 {
    values.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x0000_0100_0000_01b3 }
  }
}

/// A function, its table, the allowed error in units in the last place and its recorded bits.
struct ElementaryCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var table: String
  var ulps: Double
  var hash: UInt64
  var function: @Sendable (Double) -> Double

  init(
    _ name: String, _ table: String, ulps: Double, hash: UInt64,
    _ function: @escaping @Sendable (Double) -> Double
  ) {
    testDescription = name
    self.table = table
    self.ulps = ulps
    self.hash = hash
    self.function = function
  }

  static let all: [ElementaryCase] = [
    .init(
      "exp", ElementaryGoldens.exp, ulps: 1, hash: 0x8866_0834_a60e_fe1b,
      { Elementary.exp($0) }),
    .init(
      "log", ElementaryGoldens.log, ulps: 1, hash: 0x2d7c_aeec_ecd2_0cca,
      { Elementary.log($0) }),
    .init(
      "log1p", ElementaryGoldens.log1p, ulps: 2, hash: 0x01c9_6d68_0a3a_203c,
      { Elementary.log1p($0) }),
    .init(
      "expm1", ElementaryGoldens.expm1, ulps: 2, hash: 0x16ba_8a55_a0b3_50b7,
      { Elementary.expm1($0) }),
    .init(
      "sin", ElementaryGoldens.sin, ulps: 1, hash: 0x703b_4b28_e66a_0186,
      { Elementary.sin($0) }),
    .init(
      "cos", ElementaryGoldens.cos, ulps: 1, hash: 0x56a1_8790_be1e_6a04,
      { Elementary.cos($0) }),
    .init(
      "lgamma", ElementaryGoldens.lgamma, ulps: 4, hash: 0x8314_5eef_56f4_108b,
      { Elementary.lgamma($0) }),
    .init(
      "erf", ElementaryGoldens.erf, ulps: 2, hash: 0x2b97_fc9d_873c_4edb,
      { Elementary.erf($0) }),
    .init(
      "erfc", ElementaryGoldens.erfc, ulps: 4, hash: 0x96e4_accc_809a_0f6a,
      { Elementary.erfc($0) }),
    .init(
      "normalQuantile", ElementaryGoldens.normalQuantile, ulps: 4, hash: 0x807b_5473_b9c8_ec84,
      { Elementary.normalQuantile($0) }),
  ]
}

@Suite struct ElementaryTests {
  static func ulps(_ value: Double, _ exact: Double) -> Double {
    value == exact ? 0 : (value - exact).magnitude / exact.ulp
  }

  @Test(arguments: ElementaryCase.all)
  func elementaryFunctionsMatchHighPrecisionAndTheirRecordedBits(_ item: ElementaryCase) {
    let words = ElementaryGoldens.words(item.table)
    #expect(words.count >= 400)
    var worst = 0.0
    var at = 0.0
    var values: [Double] = []
    for i in stride(from: 0, to: words.count, by: 2) {
      let x = Double(bitPattern: words[i])
      let value = item.function(x)
      values.append(value)
      let error = Self.ulps(value, Double(bitPattern: words[i + 1]))
      if !(error <= worst) { (worst, at) = (error, x) }
    }
    #expect(worst <= item.ulps, "at \(at)")
    let hash = ElementaryGoldens.hash(values)
    #expect(hash == item.hash, "0x\(String(hash, radix: 16)) worst \(worst)")
  }

  @Test func powersAreWithinTwoUnitsInTheLastPlaceAndHaveTheirRecordedBits() {
    let words = ElementaryGoldens.words(ElementaryGoldens.pow)
    var worst = 0.0
    var values: [Double] = []
    for i in stride(from: 0, to: words.count, by: 3) {
      let value = Elementary.pow(Double(bitPattern: words[i]), Double(bitPattern: words[i + 1]))
      values.append(value)
      worst = max(worst, Self.ulps(value, Double(bitPattern: words[i + 2])))
    }
    #expect(worst <= 1)
    let hash = ElementaryGoldens.hash(values)
    #expect(hash == 0x3e39_6f20_4130_2f42, "0x\(String(hash, radix: 16)) worst \(worst)")
  }

  @Test func extremeArgumentsFollowIEEE754() {
    #expect(Elementary.exp(.infinity) == .infinity && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(710) == .infinity && Elementary.exp(-746) == 0)
    #expect(Elementary.exp(0) == 1 && Elementary.exp(.nan).isNaN)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.log(.nan).isNaN && Elementary.log(1) == 0)
    #expect(Elementary.log1p(-1) == -.infinity && Elementary.log1p(-2).isNaN)
    #expect(Elementary.expm1(-.infinity) == -1 && Elementary.expm1(-0.0).sign == .minus)
    #expect(Elementary.sin(.infinity).isNaN && Elementary.cos(.nan).isNaN)
    #expect(Elementary.erf(.infinity) == 1 && Elementary.erfc(-.infinity) == 2)
    #expect(Elementary.erfc(.infinity) == 0 && Elementary.erf(.nan).isNaN)
    #expect(Elementary.normalQuantile(0) == -.infinity && Elementary.normalQuantile(2).isNaN)
    #expect(Elementary.lgamma(0) == .infinity && Elementary.lgamma(-3) == .infinity)
    #expect(Elementary.lgamma(1) == 0 && Elementary.lgamma(2) == 0)
    #expect((Elementary.lgamma(-0.5) - 1.2655121234846454).magnitude < 1e-14)
  }

  @Test func powersOfSpecialOperandsFollowIEEE754() {
    #expect(Elementary.pow(.nan, 0) == 1 && Elementary.pow(1, .nan) == 1)
    #expect(Elementary.pow(-2, 3) == -8 && Elementary.pow(-2, 4) == 16)
    #expect(Elementary.pow(-2, 0.5).isNaN && Elementary.pow(0, -1) == .infinity)
    #expect(Elementary.pow(-0.0, -3) == -.infinity && Elementary.pow(0, 2) == 0)
    #expect(Elementary.pow(.infinity, -1) == 0 && Elementary.pow(0.5, .infinity) == 0)
    #expect(Elementary.pow(2, 1024) == .infinity && Elementary.pow(2, -1075) == 0)
    #expect(Elementary.pow(1 + 0x1p-52, 1e300) == .infinity && Elementary.pow(-1, .infinity) == 1)
  }
}
