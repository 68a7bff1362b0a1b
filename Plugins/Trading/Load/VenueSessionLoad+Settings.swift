import ArchitectureModel
import PluginAPI

extension VenueSessionLoad {
  /// What each level asks for, as settings that differ from the defaults.
  ///
  /// Auction and width are such that the expected busiest second is about 10, 10 and 15 times the mean,
  /// and that messages inside a microburst come at 5, 10 and 20 times the rate of that second.
  ///
  /// Source: Nasdaq Trader, "INET": a record second of 1,134,640 messages on a mean of 71,970/s;
  /// smaller levels are our choice.
  static let levels: [(level: Level, settings: [(key: String, text: String)])] = [
    (
      .starter,
      [
        ("mean", "500/s"), ("branching", "50%"), ("decay", "50ms"), ("burst_width", "10ms"),
        ("burst_factor", "5"), ("symbols", "200"), ("symbol_skew", "0.8"),
      ]
    ),
    (.senior, []),
    (
      .expert,
      [
        ("mean", "72000/s"), ("branching", "50%"), ("decay", "1ms"), ("branching2", "30%"),
        ("decay2", "200ms"), ("burst_width", "1640us"), ("burst_factor", "20"),
        ("auction", "0.052%"), ("symbols", "8000"), ("symbol_skew", "1"),
      ]
    ),
  ]

  /// The settings in the order of the reference.
  static let records: [FieldRecord] =
    [
      FieldRecord(
        "mean", .rate, .number,
        """
        Inbound messages per second, the mean over the whole session with everything that \
        happens in it.
        """, acts: [.simulation], fallback: "20000/s",
        source: "our choice: about a quarter of Nasdaq INET's mean on its record days")
    ] + excitation + bursts + auctions + news + OrderMix.settings

  private static let excitation = [
    FieldRecord(
      "branching", .share, .number,
      "Mean number of messages that a message causes directly; with `branching2` below 100%.",
      acts: [.simulation], fallback: "70%",
      source: """
        V. Filimonov, D. Sornette, "Quantifying reflexivity in financial markets", Physical \
        Review E 85, 056108, 2012: over 0.7 since 2007
        """),
    FieldRecord(
      "decay", .duration, .number, "Mean delay from cause to effect.", acts: [.simulation],
      fallback: "20ms", source: "our choice: automated reactions at a decay rate of 50/s"),
    FieldRecord(
      "branching2", .share, .number, "Direct effects of a second kind, on another time scale.",
      acts: [.simulation], fallback: "0%",
      source: """
        M. Lallouache, D. Challet, "The limits of statistical significance of Hawkes processes \
        fitted to financial data", 2016: an hour needs two exponentials; one is the simpler default
        """),
    FieldRecord(
      "decay2", .duration, .number, "Mean delay of the effects of the second kind.",
      acts: [.simulation], fallback: "200ms", source: "our choice: a decay rate of 5/s"),
  ]

  private static let bursts = [
    FieldRecord(
      "burst_rate", .rate, .number, "Random microbursts, per second.", acts: [.simulation],
      fallback: "0.2/s", source: "our choice: a tenth of the traffic"),
    FieldRecord(
      "burst_size", .number(min: 0, max: 1000), .number,
      "Mean size of a random microburst, as a multiple of the mean messages of a second.",
      acts: [.simulation], fallback: "0.5", source: "our choice: a tenth of the traffic"),
    FieldRecord(
      "burst_width", .duration, .number,
      """
      Time that a random microburst of mean size takes; larger ones take longer at the same gaps.
      """, acts: [.simulation], fallback: "5ms",
      source: "options capacity (OPRA) is judged on windows of 10 ms"),
    FieldRecord(
      "burst_same_symbol", .share, .number,
      "Probability that the messages of a random microburst are about one symbol.",
      acts: [.simulation], fallback: "70%", source: "our choice: most bursts follow one price move"),
    FieldRecord(
      "burst_factor", .number(min: 0, max: 50), .number,
      """
      Size of the certain microburst: its 10 ms have this multiple of the rate of the expected \
      busiest second; 0 leaves it out.
      """, acts: [.simulation], fallback: "10",
      source: "UTP's recommended line is 11 times its worst measured second (2024)"),
    FieldRecord(
      "certain_burst_at", .duration, .number, "When the certain microburst begins.",
      acts: [.simulation], fallback: "1h30min", source: "our choice: away from open and close"),
  ]

  private static let auctions = [
    FieldRecord(
      "auction", .share, .number,
      "Share of the session's messages that the opening auction releases.", acts: [.simulation],
      fallback: "0.03%", source: "our choice: makes the first second 10 times the mean"),
    FieldRecord(
      "auction_width", .duration, .number, "Time over which the opening auction is released.",
      acts: [.simulation], fallback: "500ms", source: "our choice"),
    FieldRecord(
      "closing_ramp", .number(min: 1, max: 100), .number,
      """
      Factor on the rate at the close, growing in a straight line from 1 over the last 10 minutes.
      """, acts: [.simulation], fallback: "3",
      source: """
        our choice; NYSE takes orders for the closing auction until 15:50, which has about a tenth \
        of the volume (NYSE Data Insights 2024)
        """),
  ]

  private static let news = [
    FieldRecord(
      "news_factor", .number(min: 1, max: 1000), .number,
      "Factor on the rate of first causes at a news shock; 1 is none.", acts: [.simulation],
      fallback: "1", source: "off: a shock is an exercise's choice, 8 is a good one"),
    FieldRecord(
      "news_tau", .duration, .number, "Time in which a news shock falls to 37 % of its height.",
      acts: [.simulation], fallback: "2min", source: "our choice"),
    FieldRecord(
      "news_at", .duration, .number, "When the news comes.", acts: [.simulation],
      fallback: "2h30min", source: "our choice: away from open, close and microburst"),
  ]
}
