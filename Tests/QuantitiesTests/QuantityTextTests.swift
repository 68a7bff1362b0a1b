import Quantities
import Testing

private func value<T>(_ result: Result<T, QuantityProblem>) -> T? { try? result.get() }

private func problem<T>(_ result: Result<T, QuantityProblem>) -> QuantityProblem? {
  if case .failure(let problem) = result { problem } else { nil }
}

private let nonsense = [
  "", "-5ms", "NaNms", "ms", "1e18", "999999999999999999999y", ".", ".5s", "1.", "1..5s", "+1s",
  " 1s", "1s ", "٣s", "inf", "0x10s", "1,5s", "--", "💥", "1.5.5ms",
]

@Suite struct QuantityTextTests {
  @Test func durationsReadAsWritten() {
    let rows: [(String, Int64)] = [
      ("500ns", 500), ("35us", 35_000), ("12ms", 12_000_000), ("2s", 2_000_000_000),
      ("5min", 300_000_000_000), ("4h", 14_400_000_000_000), ("30d", 2_592_000_000_000_000),
      ("7y", 220_752_000_000_000_000), ("1h30min", 5_400_000_000_000), ("0s", 0),
      ("1.5s", 1_500_000_000), ("0.1s", 100_000_000), ("0.4ns", 0), ("0.5ns", 1),
      ("1min1.5s", 61_500_000_000), ("9223372036854775807ns", .max), ("007ms", 7_000_000),
      ("292y", 9_208_512_000_000_000_000), ("0.0000000000000000000000000000000000001y", 0),
    ]
    for (text, ns) in rows { #expect(value(TimeSpan.parse(text))?.nanoseconds == ns, "\(text)") }
  }

  @Test func refusedDurationsSayWhatToWrite() {
    let rows: [(String, String?)] = [
      ("200", "200ms"), ("0", "0s"), ("5m", "5min"), ("5sec", "5s"), ("10µs", "10us"),
      ("2H", "2h"), ("1h30m", "1h30min"), ("200 ms", "200ms"), ("3weeks", nil), ("293y", nil),
      ("9223372036854775808ns", nil), ("30min1h", nil), ("1s1s", nil), ("1h30", nil),
      ("292y365d", nil),
    ]
    for (text, hint) in rows {
      let found = problem(TimeSpan.parse(text))
      #expect(found != nil && found?.hint == hint, "\(text) \(String(describing: found))")
      if let hint { #expect(value(TimeSpan.parse(hint)) != nil) }
    }
    #expect(problem(TimeSpan.parse("200"))?.message == "'200' has no unit")
  }

  @Test(arguments: nonsense)
  func nonsenseIsRefusedEverywhereWithoutATrap(_ text: String) {
    #expect(problem(TimeSpan.parse(text)) != nil)
    #expect(problem(ByteCount.parse(text)) != nil)
    #expect(problem(Rate.parse(text)) != nil)
    #expect(problem(Bandwidth.parse(text)) != nil)
    #expect(problem(Share.parse(text)) != nil)
    #expect(problem(CountText.parse(text)) != nil)
  }

  @Test func durationsAreWrittenCanonically() {
    let rows: [(Int64, String, String)] = [
      (0, "0s", "0 s"), (200_000_000, "200ms", "200 ms"), (1_500_000_000, "1.5s", "1.5 s"),
      (5_400_000_000_000, "1h30min", "1.5 h"), (12_345_678, "12.345678ms", "12.3 ms"),
      (1, "1ns", "1 ns"), (999_600_000, "999.6ms", "1 s"), (61_500_000_000, "1min1.5s", "1.03 min"),
      (86_400_000_000_000, "1d", "1 d"), (-1_500_000, "-1.5ms", "-1.5 ms"),
    ]
    for (ns, text, brief) in rows {
      #expect(TimeSpan(nanoseconds: ns).text == text)
      #expect(TimeSpan(nanoseconds: ns).brief == brief)
    }
    #expect(TimeSpan(nanoseconds: .min).text.hasPrefix("-292y"))
  }

  @Test func writtenQuantitiesReadBackTheSame() {
    var state: UInt64 = 1
    for i in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let n = Int64(state >> 1) >> Int64(i % 63)
      let span = TimeSpan(nanoseconds: n)
      #expect(value(TimeSpan.parse(span.text)) == span)
      let size = ByteCount(bytes: n)
      #expect(value(ByteCount.parse(size.text)) == size)
      #expect(value(CountText.parse(CountText.text(Int(n)))) == Int(n))
      let real = Double(n) / 977
      #expect(value(Rate.parse(Rate(perSecond: real).text))?.perSecond == real)
      let bits = Bandwidth(bitsPerSecond: real)
      #expect(value(Bandwidth.parse(bits.text)) == bits)
      let share = Share(fraction: Double(state >> 11) * 0x1p-53)
      #expect(value(Share.parse(share.text)) == share)
    }
  }

  @Test func sizesReadAndAreRefusedAsDocumented() {
    let rows: [(String, Int64)] = [
      ("220B", 220), ("4KiB", 4096), ("180MiB", 188_743_680), ("20TiB", 21_990_232_555_520),
      ("4KB", 4000), ("1.5GB", 1_500_000_000), ("0B", 0), ("0.5KiB", 512),
    ]
    for (text, bytes) in rows { #expect(value(ByteCount.parse(text))?.bytes == bytes) }
    let hints: [(String, String?)] = [
      ("4K", "4KiB"), ("2G", "2GiB"), ("100", "100B"), ("4kb", "4KB"), ("4Ki", "4KiB"),
      ("8388608TiB", nil), ("4 KiB", "4KiB"), ("5bytes", "5B"), ("4XB", nil),
    ]
    for (text, hint) in hints {
      let found = problem(ByteCount.parse(text))
      #expect(found != nil && found?.hint == hint, "\(text) \(String(describing: found))")
    }
    #expect(problem(ByteCount.parse("4K"))?.message.contains("KiB (1024-based) or KB") == true)
    #expect(ByteCount(bytes: 1_572_864).text == "1.5MiB" && ByteCount(bytes: 1000).text == "1KB")
    #expect(ByteCount(bytes: 220).text == "220B" && ByteCount(bytes: 1536).brief == "1.5 KiB")
  }

  @Test func ratesReadAndAreRefusedAsDocumented() {
    let rows: [(String, Double)] = [
      ("2000/s", 2000), ("90/min", 1.5), ("4/h", 4 / 3600.0), ("0/s", 0), ("0.5/s", 0.5),
    ]
    for (text, rate) in rows { #expect(value(Rate.parse(text))?.perSecond == rate) }
    let hints: [(String, String?)] = [
      ("2000", "2000/s"), ("2k/s", "2000/s"), ("2000rps", "2000/s"), ("9/m", "9/min"),
      ("2000 /s", "2000/s"), ("3/d", nil), ("5 per second", "5/s"), ("1.5M/s", "1500000/s"),
    ]
    for (text, hint) in hints {
      let found = problem(Rate.parse(text))
      #expect(found != nil && found?.hint == hint, "\(text) \(String(describing: found))")
    }
    #expect(Rate(perSecond: 4 / 3600.0).text == "4/h" && Rate(perSecond: 2000).text == "2000/s")
    #expect(Rate(perSecond: 1234.5).brief == "1230 /s" && Rate(perSecond: 0).text == "0/s")
  }

  @Test func bandwidthsReadAndBytesAreConverted() {
    #expect(value(Bandwidth.parse("100Mbps"))?.bitsPerSecond == 1e8)
    #expect(value(Bandwidth.parse("2.5Gbps"))?.bitsPerSecond == 2.5e9)
    let hints: [(String, String?)] = [
      ("10MB/s", "80Mbps"), ("100", "100Mbps"), ("100mbps", "100Mbps"), ("1Gbit/s", "1Gbps"),
      ("125MB/s", "1Gbps"), ("10G", "10Gbps"), ("4 Mbps", "4Mbps"), ("5furlongs", nil),
    ]
    for (text, hint) in hints {
      let found = problem(Bandwidth.parse(text))
      #expect(found != nil && found?.hint == hint, "\(text) \(String(describing: found))")
    }
    #expect(problem(Bandwidth.parse("10MB/s"))?.message.contains("10MB/s = 80Mbps") == true)
    #expect(Bandwidth(bitsPerSecond: 1.25e9).brief == "1.25 Gbps")
  }

  @Test func sharesAndCountsReadAndAreRefusedAsDocumented() {
    #expect(value(Share.parse("25%"))?.fraction == 0.25)
    #expect(value(Share.parse("0.25"))?.fraction == 0.25 && value(Share.parse("1"))?.fraction == 1)
    #expect(problem(Share.parse("25"))?.hint == "25%" && problem(Share.parse("101%")) != nil)
    #expect(problem(Share.parse("101"))?.hint == nil && problem(Share.parse("5 %"))?.hint == "5%")
    #expect(value(Share.parse("99.9%"))?.fraction == 0.999)
    #expect(Share(fraction: 0.999).text == "99.9%" && Share(fraction: 1.0 / 3).brief == "33.3 %")
    #expect(Share(fraction: 0.999995).brief == "99.9995 %")
    #expect(value(CountText.parse("4M")) == 4_000_000 && value(CountText.parse("300k")) == 300_000)
    #expect(value(CountText.parse("1.5M")) == 1_500_000 && value(CountText.parse("1.0")) == 1)
    #expect(problem(CountText.parse("4m"))?.hint == "4M" && problem(CountText.parse("1.5")) != nil)
    #expect(problem(CountText.parse("4K"))?.hint == "4k")
    #expect(problem(CountText.parse("1.0005k")) != nil)
    #expect(problem(CountText.parse("1,000"))?.hint == "1000")
    #expect(CountText.text(300_000) == "300k" && CountText.text(12) == "12")
    #expect(CountText.text(1_500_000) == "1.5M" && CountText.text(-3) == "-3")
  }

  @Test func secondsConvertByRoundingAndSaturate() {
    #expect(TimeSpan(seconds: 0.1).nanoseconds == 100_000_000)
    #expect(TimeSpan(seconds: 1e30) == TimeSpan(nanoseconds: .max))
    #expect(TimeSpan(seconds: -.infinity) == TimeSpan(nanoseconds: .min))
    #expect(TimeSpan(seconds: .nan) == .zero && TimeSpan(seconds: 1.5e-9).nanoseconds == 2)
    let end = SimTime(nanoseconds: .max)
    #expect(end + TimeSpan(nanoseconds: 1) == end)
    #expect(SimTime(nanoseconds: .min) - end == TimeSpan(nanoseconds: .min))
  }
}
