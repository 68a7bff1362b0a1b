public import Quantities

/// How often something fails and how long a failure lasts, in the mean over years.
public struct FailureTimes: Sendable, Hashable {
  /// Mean time from the end of a failure to the start of the next one.
  public var every: Setting<TimeSpan>
  /// Mean duration of a failure.
  public var lasts: Setting<TimeSpan>
  /// The share of the time in which it works, in place of `every`; nil where the pair holds.
  public var available: Setting<Double>?

  /// Creates failure times.
  public init(
    every: Setting<TimeSpan>, lasts: Setting<TimeSpan>, available: Setting<Double>? = nil
  ) {
    self.every = every
    self.lasts = lasts
    self.available = available
  }

  /// The share of the time in which it works: `available`, else every / (every + lasts).
  ///
  /// 1 where a failure takes no time.
  public var workingShare: Double {
    if let available { return available.value }
    let down = lasts.value.seconds
    return down > 0 ? every.value.seconds / (every.value.seconds + down) : 1
  }

  /// Times that are defaults of the language.
  public static func language(every: TimeSpan, lasts: TimeSpan) -> FailureTimes {
    FailureTimes(every: Setting(every, .language), lasts: Setting(lasts, .language))
  }

  /// How often a whole site is lost: 99.991 % of the time it works.
  ///
  /// Source: the 99.99 % a month that Amazon's Compute Service Level Agreement (2022) promises for
  /// a region.
  public static let site = FailureTimes.language(every: .days(5 * 365), lasts: .hours(4))

  /// How often a zone of a site is lost by itself: 99.983 % of the time it works.
  ///
  /// Source: 99.982 % for a concurrently maintainable (tier III) data centre; W. P. Turner, J. H.
  /// Seader and K. G. Brill, "Tier classifications define site infrastructure performance", Uptime
  /// Institute, 2006.
  public static let zone = FailureTimes.language(every: .days(2 * 365), lasts: .hours(3))

  /// How often the connection between two sites is cut: a teaching default, 99.988 %.
  public static let link = FailureTimes.language(every: .days(365), lasts: .hours(1))
}

extension TimeSpan {
  fileprivate static func days(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count * 86_400_000_000_000)
  }

  fileprivate static func hours(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count * 3_600_000_000_000)
  }
}

/// A component that shares the fate of another: the same rack, vendor or release.
public struct SharedFate: Sendable, Hashable {
  /// The other component.
  public var other: Named
  /// The part of the failures that is common to both, 0...1.
  public var share: Setting<Double>

  /// Creates a shared fate.
  public init(_ other: Named, share: Setting<Double>) {
    self.other = other
    self.share = share
  }

  /// The part of the failures that hits all copies of something, or all that share a fate, at once.
  ///
  /// Source: the generic beta factor of 0.1 in A. Mosleh et al., "Procedures for treating common
  /// cause failures in safety and reliability studies", NUREG/CR-4780, 1988, after K. N. Fleming,
  /// "A reliability model for common mode failures in redundant safety systems", 1975.
  public static let usualShare = 0.1
}
