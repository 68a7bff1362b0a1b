import PluginAPI

/// Drills of a venue.
///
/// Source: the failures that RTS 7 (EU 2017/584) asks venues to be tested for.
enum VenueDrills {
  static let all: [Drill] = [
    Drill(
      id: "trading.clearing-outage", title: "Clearing and all other workers are gone",
      expected: "Trading goes on; clearing and others drain their backlog when they are back.",
      faults: "- { crash: { kind: worker, pick: all }, at: 10s, lasts: 30s }"),
    Drill(
      id: "trading.feed-loss", title: "One publisher is lost",
      expected: "The other line goes on; orders do not notice.",
      faults: "- { crash: { trait: market_data, pick: replica }, at: 10s, lasts: 30s }"),
    Drill(
      id: "trading.feed-slow", title: "Market data are a hundred times slower",
      expected: "Listeners get old data; the time of orders stays as it was.",
      faults: "- { slow: { trait: market_data, pick: all }, by: 100, at: 10s, lasts: 30s }"),
    Drill(
      id: "trading.gateway-loss", title: "One gateway is lost at the peak",
      expected: "Sessions go on at the others, whose p99 grows by at most a fifth.",
      faults: "- { crash: { kind: trading/gateway, pick: replica }, at: 10s, lasts: 30s }"),
    Drill(
      id: "trading.journal-stall", title: "The journal's disk stalls",
      expected: "Acknowledgements are late or refused, and none is lost.",
      faults: "- { slow: { trait: journal, pick: primary }, by: 1000, at: 10s, lasts: 5s }"),
    Drill(
      id: "trading.matching-leader-loss", title: "The leader of a matching engine is lost",
      expected: "A standby that has replayed the log takes over within the target.",
      faults: "- { crash: { trait: matching, pick: primary }, at: 10s, lasts: 60s }"),
    Drill(
      id: "trading.risk-down", title: "Pre-trade risk is gone",
      expected: "Orders are rejected; none reaches the book unchecked, and cancels still pass.",
      faults: "- { crash: { trait: pretrade_risk, pick: all }, at: 10s, lasts: 20s }"),
    Drill(
      id: "trading.risk-errors", title: "Pre-trade risk errs on a third of orders",
      expected: "Those orders are rejected; the others are as fast as before.",
      faults: "- { errors: { trait: pretrade_risk, pick: all }, share: 33%, at: 10s, lasts: 20s }"),
    Drill(
      id: "trading.sequencer-leader-loss", title: "The leader of the sequencer is lost in a burst",
      expected: "A new leader within the target; every acknowledged order is still there.",
      faults: "- { crash: { trait: sequencer, pick: primary }, at: 10s, lasts: 60s }"),
    Drill(
      id: "trading.site-loss", title: "The site of the book is lost",
      expected: "Nothing acknowledged is lost; trading is back within two hours.",
      faults: "- { lose: { trait: sequencer, pick: site }, at: 10s, lasts: 60s }"),
    Drill(
      id: "trading.zone-loss", title: "The zone of the sequencer's leader is lost",
      expected: "The quorum in the other zones goes on after a failover.",
      faults: "- { lose: { trait: sequencer, pick: zone }, at: 10s, lasts: 60s }"),
  ]
}
