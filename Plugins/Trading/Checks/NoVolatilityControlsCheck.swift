import ArchitectureModel
import PluginAPI

/// Finds markets that nothing holds when prices jump.
struct NoVolatilityControlsCheck: Check {
  let page = CheckPage(
    id: "trading.no-volatility-controls", aliases: ["trd-volatility-controls"],
    title: "No volatility controls", severity: .major,
    summary: "Price bands and halts are part of the book, and trading returns by an auction.",
    why: """
      A wrong order or a panic moves prices by more than anybody meant within seconds. Bands and \
      halts give people time; handled inside the sequence, they act at the same order everywhere.
      """,
    detection: """
      Matching engines, or sequencers where nothing matches, need `volatility` with bands, halts \
      of an instrument and of the market, and a return by auction.
      """,
    falsePositives: "Venues that follow the halts of a primary market, as many do.",
    remedy: "Keep bands and halt state inside the deterministic matching.",
    sources: [
      "Plan to address extraordinary market volatility (LULD); market-wide breakers at 7/13/20 %",
      "Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 19",
    ],
    passing: [
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            trading: { volatility: { bands: yes, halt: [instrument, market], reopen: auction } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine: { kind: trading/matching_engine }  # expect: trading.no-volatility-controls
        """),
      CheckExample(
        """
        components:
          engine:  # unknown: trading.no-volatility-controls
            kind: trading/matching_engine
            trading: { volatility: { bands: yes } }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] { evidence.matchers.map(judge) }

  private func judge(_ engine: Component) -> Finding {
    var review = Review(engine, page.severity)
    guard engine.trading("volatility") != nil else {
      review.problem("has neither price bands nor halts")
      return finish(review)
    }
    review.flag(
      engine.trading("volatility", "bands"), no: "has no price bands",
      unstated: "whether prices have bands (`bands`)")
    if let halt = engine.trading("volatility", "halt") {
      let missing = ["instrument", "market"].filter { !halt.texts.contains($0) }
      if !missing.isEmpty {
        review.problem("cannot halt \(missing.joined(separator: " or "))", at: halt.span)
      }
    } else {
      review.question("what can be halted (`halt`)")
    }
    if let reopen = engine.trading("volatility", "reopen") {
      if reopen.text != "auction" {
        review.problem("opens again without an auction", at: reopen.span)
      }
    } else {
      review.question("how trading begins again (`reopen`)")
    }
    return finish(review)
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "holds the market when prices jump",
      because: ["venues must be able to halt or constrain trading (RTS 7 Art. 19)"],
      remedy: "add `volatility: { bands: yes, halt: [instrument, market], reopen: auction }`")
  }
}
