public import Quantities
import Stochastics

/// What breaks a design, found without simulation: cut sets, availability and loss of data.
public struct FailureResults: Sendable, Hashable {
  /// The greatest number of units in a cut set that was looked for.
  public var cutSize: Int
  /// All failure units of the design, those of places first.
  public var units: [FailureUnit]
  /// The operations in the order of their entries.
  public var operations: [OperationFailures]
  /// The durable stores and brokers in the order of the file.
  public var stores: [StoreDurability]
  /// Bounds that were hit, in words; empty where everything is exact.
  public var notes: [String]

  /// Creates results without any.
  public init(cutSize: Int) {
    self.cutSize = cutSize
    units = []
    operations = []
    stores = []
    notes = []
  }

  /// The unit of an id, or nil.
  public func unit(_ id: String) -> FailureUnit? { units.first { $0.id == id } }

  /// What was found for an operation, or nil.
  public func operation(_ id: String) -> OperationFailures? {
    operations.first { $0.operation == id }
  }

  /// What was found for a store, or nil.
  public func store(_ id: String) -> StoreDurability? { stores.first { $0.component == id } }
}

/// Something that fails as a whole and is repaired as a whole.
public struct FailureUnit: Sendable, Hashable {
  /// What can fail.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A whole site.
    case site
    /// The connection between two sites.
    case link
    /// A zone of a site.
    case zone
    /// What several components share: a rack, a vendor, a release.
    case shared
    /// A fault in all copies of a component at once.
    case component
    /// Somebody else's service.
    case external
    /// One copy of a component.
    case copy
    /// All copies of a component in one zone, where they are many.
    case copies
    /// One member of a shard; it stands for that member of every shard.
    case member
    /// The steady share of requests that a component answers with an error.
    case errors
  }
  /// The id: the kind, a colon and a name, such as `zone:north.a` or `copy:web/2`.
  public var id: String
  /// What it is.
  public var kind: Kind
  /// In words, such as "copy 2 of 'web'".
  public var about: String
  /// The share of the time in which it is down, 0...1.
  public var unavailability: Double

  /// Creates a unit.
  public init(id: String, kind: Kind, about: String, unavailability: Double) {
    self.id = id
    self.kind = kind
    self.about = about
    self.unavailability = unavailability
  }
}

/// What stops an operation, and how much of the time it works.
public struct OperationFailures: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// The minimal cut sets up to the size asked for, as unit ids; smaller ones first.
  ///
  /// All units of a set failing, with all others working, stop at least a part of the requests for
  /// as long as they are down, and no subset does.
  public var cutSets: [[String]]
  /// The share of requests that cannot be answered in the long run; nil where a bound was hit.
  public var unavailability: Double?
  /// What each unit does to it, the most important first.
  public var contributions: [Contribution]
  /// Whether it goes on after the loss of any one zone; nil where a bound was hit.
  public var survivesZone: Bool?
  /// Whether it goes on after the loss of any one site.
  public var survivesSite: Bool?

  /// Creates a result.
  public init(operation: String) {
    self.operation = operation
    cutSets = []
    contributions = []
  }

  /// The share of requests that can be answered in the long run, 0...1.
  public var availability: Double? { unavailability.map { 1 - $0 } }

  /// The number of nines: -log10 of the unavailability; nil where that is 0 or unknown.
  public var nines: Double? {
    guard let unavailability, unavailability > 0 else { return nil }
    return -Elementary.log(unavailability) / Elementary.log(10)
  }

  /// The units that stop it alone.
  public var singlePoints: [String] { cutSets.filter { $0.count == 1 }.map { $0[0] } }
}

/// How much one unit matters for the availability of an operation.
public struct Contribution: Sendable, Hashable {
  /// The unit.
  public var unit: String
  /// How much more of the requests can be answered while the unit works than while it is down.
  ///
  /// Source: Z. W. Birnbaum, "On the importance of different components in a multicomponent
  /// system", in P. R. Krishnaiah (ed.), Multivariate Analysis II, 1969.
  public var birnbaum: Double
  /// The part of the unavailability that would be gone if the unit never failed, 0...1.
  ///
  /// Source: J. B. Fussell, "How to hand-calculate system reliability and safety characteristics",
  /// IEEE Transactions on Reliability R-24(3), 1975; in this exact form M. van der Borst and H.
  /// Schoonakker, "An overview of PSA importance measures", Reliability Engineering and System
  /// Safety 72(3), 2001.
  public var fussellVesely: Double

  /// Creates a contribution.
  public init(unit: String, birnbaum: Double, fussellVesely: Double) {
    self.unit = unit
    self.birnbaum = birnbaum
    self.fussellVesely = fussellVesely
  }
}

/// What the loss of a zone does to a store: the worst over the zones where its members stand.
public struct StoreDurability: Sendable, Hashable {
  /// The store.
  public var component: String
  /// How far back acknowledged writes are lost; nil where all of them are.
  public var rpo: TimeSpan?
  /// From the loss until writes are served again.
  public var rto: TimeSpan
  /// Why, in words.
  public var because: [String]
  /// Whether it can be restored from a backup: a store, not a broker.
  public var takesBackups = true
  /// What happens when the data are gone on every member, as after a mistaken deletion; nil where
  /// there is no backup: then everything is lost.
  public var wiped: WipedStore?

  /// Creates a result.
  public init(component: String, rpo: TimeSpan?, rto: TimeSpan, because: [String]) {
    self.component = component
    self.rpo = rpo
    self.rto = rto
    self.because = because
  }
}

/// What is lost when a store is restored from a backup.
public struct WipedStore: Sendable, Hashable {
  /// How far back acknowledged writes are lost at most.
  public var rpo: TimeSpan
  /// From the loss until it serves again.
  public var rto: TimeSpan

  /// Creates a result.
  public init(rpo: TimeSpan, rto: TimeSpan) {
    self.rpo = rpo
    self.rto = rto
  }
}
