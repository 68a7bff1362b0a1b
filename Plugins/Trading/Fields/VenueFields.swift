import ArchitectureModel

/// What may stand under `trading:` of a component.
enum VenueFields {
  static let component = Shape(
    "trading", title: "Trading", about: "What a venue says about a component.",
    riskFields + orderFields + feedFields + timeFields + operating)

  static let shapes: [Shape] = [
    killSwitch, throttle, sessionRecovery, dedupe, volatility, feed, gapRecovery, clock, release,
  ]

  /// The controls that pre-trade risk must have.
  static let controls = [
    "credit_limit", "price_collar", "max_order_qty", "max_notional", "duplicate_check",
    "message_rate_limit", "restricted_list",
  ]

  private static let riskFields: [FieldRecord] = [
    FieldRecord(
      "controls", .list(.choice(controls)), .statement,
      "The limits that each order is checked against.", acts: [.policy], traits: ["compute"],
      example: "[credit_limit, price_collar, max_order_qty]"),
    FieldRecord(
      "fail_mode", .choice(["closed", "open"]), .statement,
      "What happens to orders when the check or its data are not there: `closed` rejects them.",
      acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "limit_state", .choice(["per_copy", "by_account", "shared", "sliced"]), .statement,
      """
      Where used-up credit is counted when there are several copies: each for itself, one copy \
      per account, in one place, or in slices that add up to the limit.
      """, acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "limits_set_by", .choice(["operator", "member", "vendor"]), .statement,
      "Who can change the limits.", acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "kill_switch", .shape("trading_kill_switch"), .mechanism,
      "A command that stops trading for a part or all of the market.", acts: [.policy],
      traits: ["compute"]),
  ]

  private static let orderFields: [FieldRecord] = [
    FieldRecord(
      "throttle", .shape("trading_throttle"), .mechanism, "A limit on the messages of a session.",
      acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "cancel_on_disconnect", .flag, .statement,
      "Whether the resting orders of a session are cancelled when it is lost.", acts: [.policy],
      traits: ["compute"]),
    FieldRecord(
      "session_recovery", .shape("trading_session_recovery"), .statement,
      "How a session goes on after a disconnection.", acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "dedupe", .shape("trading_dedupe"), .mechanism, "Repeated orders are recognised.",
      acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "deterministic", .flag, .statement,
      "The same inputs in the same order give the same outputs: no clock, no chance, no threads.",
      acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "volatility", .shape("trading_volatility"), .mechanism,
      "What holds the market when prices jump.", acts: [.policy], traits: ["compute"]),
    FieldRecord(
      "network", .identifier, .statement,
      "The physical network it talks to members on; the same name is the same network.",
      acts: [.policy], traits: ["compute"], example: "orders_a"),
  ]

  private static let feedFields: [FieldRecord] = [
    FieldRecord(
      "feed", .shape("trading_feed"), .statement, "How the market data reach those who listen.",
      acts: [.policy], traits: ["compute"])
  ]

  private static let timeFields: [FieldRecord] = [
    FieldRecord(
      "clock", .shape("trading_clock"), .statement, "The clock that stamps what happens here.",
      acts: [.policy]),
    FieldRecord(
      "timestamps", .choice(["network_card", "tap", "application", "none"]), .statement,
      "Where messages of members get their time.", acts: [.policy], traits: ["compute"]),
  ]

  private static let operating: [FieldRecord] = [
    FieldRecord(
      "release", .shape("trading_release"), .statement,
      "What is made sure before a new version trades.", acts: [.policy]),
    FieldRecord(
      "reconciles", .list(.choice(["matching", "clearing", "drop_copy"])), .statement,
      "The sides whose trades it compares.", acts: [.policy],
      example: "[matching, clearing, drop_copy]"),
  ]
}
