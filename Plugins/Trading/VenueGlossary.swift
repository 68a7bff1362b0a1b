import PluginAPI

/// Words of trading venues.
enum VenueGlossary {
  static let all: [GlossaryEntry] = [
    GlossaryEntry("A/B lines", "The same feed on two paths; listeners take whichever is first."),
    GlossaryEntry("acknowledgement", "The answer that tells a member that an order counts."),
    GlossaryEntry("book", "The resting orders of one instrument, by price and time."),
    GlossaryEntry(
      "cancel on disconnect", "Taking a member's orders out of the book when its session is lost."),
    GlossaryEntry(
      "clearing", "Making two parties of a trade owe a third one instead of each other."),
    GlossaryEntry(
      "drop copy", "A copy of a member's own executions, sent beside the order session."),
    GlossaryEntry("fencing", "Keeping a replaced leader from writing, by epoch or lease."),
    GlossaryEntry("gap", "Sequence numbers that a listener of a feed has missed."),
    GlossaryEntry(
      "headroom", "Capacity over the highest rate seen; venues need at least twice the peak."),
    GlossaryEntry("journal", "The log of sequenced inputs, from which the book can be rebuilt."),
    GlossaryEntry("kill switch", "A command that cancels orders and stops trading, at once."),
    GlossaryEntry("matching engine", "What keeps the book and pairs buy and sell orders."),
    GlossaryEntry("pre-trade risk", "Checks of an order against limits before the market sees it."),
    GlossaryEntry(
      "price collar", "A limit on how far the price of an order may be from the market's."),
    GlossaryEntry(
      "sequencer", "What gives all orders of an instrument one order, by a number."),
  ]
}
