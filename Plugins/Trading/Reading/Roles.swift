import ArchitectureModel
import PluginAPI

/// The parts that components play in a venue; each is a trait of a kind, or one that the design
/// claims under `traits`.
enum Role {
  /// Receives orders of members.
  static let edge = "edge"
  /// Checks orders before they reach the market.
  static let risk = "pretrade_risk"
  /// Gives orders their one order.
  static let sequencer = "sequencer"
  /// Keeps the book and matches.
  static let matching = "matching"
  /// Publishes what the market did.
  static let feed = "market_data"
  /// The log of sequenced inputs.
  static let journal = "journal"
  /// Works on trades after the match.
  static let clearing = "clearing"
  /// Looks for abuse.
  static let surveillance = "surveillance"
  /// Compares what several systems know of the same trades.
  static let reconciliation = "reconciliation"
  /// Tells members of their own executions, beside the order path.
  static let dropCopy = "drop_copy"
}

extension Component {
  /// Whether the kind carries the trait or the design claims it.
  func plays(_ role: String) -> Bool { has(role) || declaredTraits.contains(role) }

  /// Whether it sequences or matches orders.
  var keepsBook: Bool { plays(Role.sequencer) || plays(Role.matching) }

  /// A value under the key `trading`, or nil.
  func trading(_ path: String...) -> ReadValue? { record.value(at: ["trading"] + path) }

  /// Different failure zones in which its copies, or the members of a shard, stand.
  func failureDomains(in architecture: Architecture) -> Int {
    if isLed {
      switch replication.across {
      case .host: return 1
      case .site: return min(replication.copies, max(1, sites.count))
      case .zone:
        let zones = sites.first.flatMap { architecture.site($0)?.zones.count } ?? 1
        return min(replication.copies, zones)
      }
    }
    var domains = 0
    for (site, copies) in zip(sites, replicas.value) {
      let zones = architecture.site(site)?.zones.count ?? 1
      domains += min(copies, spreadsOverZones ? zones : 1)
    }
    return max(1, domains)
  }

  /// Copies that are left after the fullest zone is lost.
  func copiesAfterZoneLoss(in architecture: Architecture) -> Int {
    var fullest = 0
    for (site, copies) in zip(sites, replicas.value) {
      let zones = spreadsOverZones ? architecture.site(site)?.zones.count ?? 1 : 1
      fullest = max(fullest, max(0, copies - 1) / max(1, zones) + 1)
    }
    return machines - fullest
  }

  /// Whether a write that is done is held by at least two members.
  var keepsTwoCopiesOfWrites: Bool {
    guard isLed, replication.copies >= 2 else { return false }
    switch replication.mode {
    case .sync: return true
    case .quorum: return replication.writeQuorum >= 2
    case .none, .async: return false
    }
  }
}

extension Evidence {
  /// The components that play a role, in the order of the file.
  func players(_ role: String) -> [Component] {
    architecture.components.filter { $0.plays(role) }
  }

  /// The components that give orders their one order: sequencers, and matching engines where
  /// nothing sequences.
  var orderers: [Component] {
    let sequencers = players(Role.sequencer)
    return sequencers.isEmpty ? players(Role.matching) : sequencers
  }

  /// The components that match, and sequencers where nothing is said to match.
  var matchers: [Component] {
    let matching = players(Role.matching)
    return matching.isEmpty ? players(Role.sequencer) : matching
  }
}
