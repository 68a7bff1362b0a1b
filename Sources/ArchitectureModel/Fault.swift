public import Diagnostics
public import Quantities

/// Something that breaks.
public struct Fault: Sendable, Hashable {
  /// What breaks.
  public enum Target: Sendable, Hashable {
    /// Copies of a component crash: the first n, or those of a shard, or all.
    case crash(component: String, copies: FaultCopies)
    /// A site, or one of its zones, is lost.
    case lose(site: String, zone: String?)
    /// Copies work slower by the factor.
    case slow(component: String, copies: FaultCopies, factor: Double)
    /// A share of the requests errs.
    case errors(component: String, copies: FaultCopies, share: Double)
    /// Copies have a share of their slots less.
    case less(component: String, copies: FaultCopies, share: Double)
    /// The copies are replaced one after another, evenly over the time, by some that err or are
    /// slow.
    case deploy(
      component: String, copies: FaultCopies, over: TimeSpan, errors: Double?, slow: Double?)
    /// No message gets from one place to the other, nor back.
    case cut(FaultPlace, FaultPlace)
    /// A share of the messages of a call vanishes.
    case drop(link: String, share: Double)
    /// The messages of a call take longer: by a factor, and by a time more.
    case slowLink(link: String, factor: Double, adds: TimeSpan)
    /// The asynchronous members of a store are further behind.
    case lag(component: String, by: TimeSpan)
    /// The clocks of the asynchronous members of a store are behind.
    case skew(component: String, by: TimeSpan)
    /// The data of a store are gone on every member.
    case wipe(component: String)
    /// The caches of a component are empty.
    case flush(component: String)
    /// An operation comes so many times as often; nil for all.
    case load(operation: String?, factor: Double)
    /// Copies fail at random, as the component's `fails` says.
    case random(component: String, copies: FaultCopies)
  }
  /// What breaks.
  public var target: Target
  /// When, from the start of the run.
  public var at: TimeSpan
  /// How long; nil for ever, or until restarted.
  public var lasts: TimeSpan?
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a fault.
  public init(target: Target, at: TimeSpan, lasts: TimeSpan?, span: SourceSpan) {
    self.target = target
    self.at = at
    self.lasts = lasts
    self.span = span
  }
}

/// A site, or one of its zones.
public struct FaultPlace: Sendable, Hashable {
  /// The site.
  public var site: String
  /// The zone; nil for the whole site.
  public var zone: String?

  /// Creates a place.
  public init(site: String, zone: String? = nil) {
    self.site = site
    self.zone = zone
  }

  /// As it is written: `site` or `site.zone`.
  public var text: String { zone.map { "\(site).\($0)" } ?? site }
}

/// Which copies a fault hits.
public enum FaultCopies: Sendable, Hashable {
  /// All.
  case all
  /// The first n.
  case first(Int)
  /// Those of a shard, counted from 0.
  case shard(Int)
  /// The leaders of all shards.
  case leaders
}
