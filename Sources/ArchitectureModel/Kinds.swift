/// A default of a kind: the path of a field and its value as written in a file.
public struct KindDefault: Sendable, Hashable {
  /// The path of the field in a component, such as `queue.limit`.
  public var path: String
  /// The value as it would be written in a file.
  public var value: String
  /// Where the number comes from.
  public var source: String

  /// Creates a default.
  public init(_ path: String, _ value: String, _ source: String) {
    self.path = path
    self.value = value
    self.source = source
  }
}

/// The range in which a claim for a field of a kind is believed.
public struct PlausibleRange: Sendable, Hashable {
  /// The path of the field.
  public var path: String
  /// The least believed value as written in a file; nil where there is no bound.
  public var least: String?
  /// The greatest believed value as written in a file; nil where there is no bound.
  public var most: String?
  /// Who published the bound.
  public var source: String

  /// Creates a range.
  public init(_ path: String, least: String? = nil, most: String? = nil, source: String) {
    self.path = path
    self.least = least
    self.most = most
    self.source = source
  }
}

/// A kind of component: its traits, its defaults and what a claim about it may say.
public struct KindRecord: Sendable, Hashable {
  /// The name, `service` or `trading/gateway`.
  public var name: String
  /// The kind it extends; nil for the kinds of the core.
  public var extends: String?
  /// What the kind stands for, in a sentence or two.
  public var about: String
  /// What the simulation does with it, and what it leaves out.
  public var models: String
  /// All traits, those of the extended kind included.
  public var traits: [String]
  /// The defaults, those of the extended kind included; the last of a path holds.
  public var defaults: [KindDefault]
  /// The ranges of believed claims.
  public var ranges: [PlausibleRange]
  /// How it is charged.
  public var charge: Charge

  /// Creates a kind of the core.
  public init(
    _ name: String, traits: [String], about: String, models: String,
    defaults: [KindDefault] = [], ranges: [PlausibleRange] = [], charge: Charge = .machines
  ) {
    self.name = name
    self.charge = charge
    self.extends = nil
    self.about = about
    self.models = models
    self.traits = traits
    self.defaults = defaults
    self.ranges = ranges
  }

  /// Creates a kind that extends another: traits are added, defaults override, and it is charged
  /// as the other.
  public init(
    _ name: String, extending base: KindRecord, adds traits: [String], about: String,
    models: String, defaults: [KindDefault] = [], ranges: [PlausibleRange] = []
  ) {
    self.name = name
    self.charge = base.charge
    self.extends = base.name
    self.about = about
    self.models = models
    self.traits = base.traits + traits.filter { !base.traits.contains($0) }
    self.defaults =
      base.defaults.filter { old in !defaults.contains { $0.path == old.path } } + defaults
    self.ranges = ranges + base.ranges.filter { old in !ranges.contains { $0.path == old.path } }
  }

  /// The default of a path, or nil.
  public func fallback(_ path: String) -> KindDefault? { defaults.last { $0.path == path } }

  /// Whether the kind carries the trait.
  public func has(_ trait: String) -> Bool { traits.contains(trait) }
}
