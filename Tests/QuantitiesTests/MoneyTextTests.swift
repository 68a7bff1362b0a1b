import Quantities
import Testing

private func problem(_ text: String) -> QuantityProblem? {
  if case .failure(let problem) = Price.parse(text) { problem } else { nil }
}

private func value(_ text: String) -> Price? { try? Price.parse(text).get() }

@Suite struct MoneyTextTests {
  @Test func pricesReadAsWritten() {
    let rows: [(String, Int64, String, PriceUnit)] = [
      ("90000 USD/mo", 90_000_000_000, "USD", .month), ("0.02 EUR/call", 20_000, "EUR", .call),
      ("0.000001 USD/call", 1, "USD", .call), ("0.4 USD/Mcall", 400_000, "USD", .millionCalls),
      ("1.5 JPY", 1_500_000, "JPY", .once), ("0 USD/h", 0, "USD", .hour),
      ("0.08 USD/GiB-mo", 80_000, "USD", .gibMonth), ("0.032 USD/core-h", 32_000, "USD", .coreHour),
      ("9223372036854.775807 USD", .max, "USD", .once), ("1.50000000 USD", 1_500_000, "USD", .once),
    ]
    for (text, micro, currency, unit) in rows {
      #expect(value(text) == Price(Money(microUnits: micro, currency), per: unit), "\(text)")
    }
  }

  @Test func refusedPricesSayWhatToWrite() {
    let rows: [(String, String?)] = [
      ("90000", "90000 USD"), ("90000/mo", "90000 USD/mo"), ("90000/month", "90000 USD/mo"),
      ("90000 usd/mo", "90000 USD/mo"), ("$5/h", "5 USD/h"), ("5€/mo", "5 EUR/mo"),
      ("USD 5/mo", "5 USD/mo"), ("5USD/mo", "5 USD/mo"), ("90,000 USD/mo", "90000 USD/mo"),
      ("90k USD/mo", "90000 USD/mo"), ("5 USD/month", "5 USD/mo"), ("5 USD/GB", "5 USD/GiB"),
      ("5 USD/fortnight", nil), ("5 dollars", nil), ("0.0000004 USD/call", "0.4 USD/Mcall"),
      ("0.0000001 USD/GiB", nil), ("9223372036854.775808 USD", nil), ("-5 USD", nil), ("", nil),
      ("USD", nil), ("5 USDX", nil), ("1e18 USD", nil), ("٣ USD", nil), ("5 USD/", nil),
      ("99999999999999999999999999999999999999 USD", nil), ("5 US💥", nil), ("5  USD", "5 USD"),
    ]
    for (text, hint) in rows {
      let found = problem(text)
      #expect(found != nil && found?.hint == hint, "\(text) \(String(describing: found))")
      if let hint { #expect(value(hint) != nil, "\(hint)") }
    }
    #expect(problem("90000/mo")?.message == "'90000/mo' has no currency")
    #expect(problem("0.0000004 USD/call")?.message.contains("millionth") == true)
  }

  @Test func writtenPricesReadBackTheSame() {
    var state: UInt64 = 1
    for i in 0..<5000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let micro = Int64(state >> 1) >> Int64(i % 63)
      for unit in PriceUnit.allCases {
        let price = Price(Money(microUnits: micro, "EUR"), per: unit)
        #expect(value(price.text) == price)
      }
    }
    #expect(Money(microUnits: -1_500_000, "USD").text == "-1.5 USD")
    #expect(Money(microUnits: .min, "USD").text.hasPrefix("-9223372036854"))
  }

  @Test func amountsAreShownForHumans() {
    let rows: [(Int64, String)] = [
      (0, "0 USD"), (1_234_567_890, "1235 USD"), (99_990_000, "99.99 USD"),
      (99_996_000, "100 USD"), (12_340_000, "12.34 USD"), (5_000_000, "5 USD"),
      (1_050_000, "1.05 USD"), (1_234, "0.00123 USD"), (-12_340_000, "-12.34 USD"),
    ]
    for (micro, text) in rows { #expect(Money(microUnits: micro, "USD").brief == text) }
    #expect(value("1234.56 USD/mo")?.brief == "1235 USD/mo")
  }

  @Test func arithmeticIsExactAndSaturates() {
    let cent = Money(microUnits: 10_000, "USD")
    #expect((0..<1000).reduce(Money.zero("USD")) { sum, _ in sum + cent }.text == "10 USD")
    #expect(Money(microUnits: .max, "USD") + cent == Money(microUnits: .max, "USD"))
    #expect(Money(microUnits: .min, "USD") - cent == Money(microUnits: .min, "USD"))
    #expect(cent - Money(microUnits: 20_000, "USD") == Money(microUnits: -10_000, "USD"))
    #expect(cent.times(1e300) == Money(microUnits: .max, "USD"))
    #expect(cent.times(-1e300) == Money(microUnits: .min, "USD"))
    #expect(cent.times(.nan) == .zero("USD"))
    // 0.01 USD / 3 = 3333.33 millionths; half a millionth rounds away from zero.
    #expect(cent.times(1.0 / 3).microUnits == 3333)
    #expect(Money(microUnits: 1, "USD").times(0.5).microUnits == 1)
  }
}
