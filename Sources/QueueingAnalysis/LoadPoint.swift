/// A load on a network: what comes and how irregularly.
struct LoadPoint {
  /// Requests per second of each operation.
  var rates: [Double]
  /// The part of the requests already there that an arriving one sees: below 1 for users who
  /// come again, since nobody waits behind himself.
  ///
  /// Source: Paul Schweitzer's approximation as in Lazowska et al., "Quantitative System
  /// Performance", 1984, section 6.4.2.
  var seen: [Double]
  /// Squared coefficient of variation of the arrivals of each operation.
  var scv: [Double]
  /// Whether waits are left out.
  var waitsNowhere = false

  init(rates: [Double], scv: [Double]) {
    self.rates = rates
    self.scv = scv
    seen = [Double](repeating: 1, count: rates.count)
  }

  /// All rates multiplied.
  func scaled(by factor: Double) -> LoadPoint {
    var copy = self
    copy.rates = rates.map { min(1e300, $0 * factor) }
    return copy
  }
}

/// The state of a station under a load.
struct StationState {
  /// Visits per second to one station.
  var rate = 0.0
  /// Those that an arriving visit sees the traces of.
  var seenRate = 0.0
  /// Time a visit keeps its slot.
  var hold = Moments.zero
  /// Share of its slots in use as far as asked for; the mean number in progress for any number.
  var utilisation = 0.0
  /// The same where it limits the load: more than the utilisation where slots wait for a beat.
  var demand = 0.0
  /// Wait of a visit that is let in.
  var wait = Moments.zero
  /// Share of the visits that find no room.
  var blocked = 0.0
}
