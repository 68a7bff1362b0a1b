public import Quantities

/// How what a kind stands for is charged.
public enum Charge: String, Sendable, Hashable, CaseIterable {
  /// By the hour for each machine, run by its owner.
  case machines
  /// By the hour for each machine, run by the provider: the dearer prices of the book.
  case managed
  /// By what is kept and how often it is asked; machines are not seen.
  case use
  /// By the memory of its copies while they work and by how often it is called: functions.
  case invocations
  /// By the call.
  case calls
  /// Not at all.
  case nothing
}

/// The term of a commitment.
public enum Commitment: String, Sendable, Hashable, CaseIterable {
  /// Paid by the hour, given back at any time.
  case none
  /// Taken for a year.
  case oneYear = "1y"
  /// Taken for three years.
  case threeYears = "3y"
  /// Left over by others, and taken back at any time.
  case spot

  /// How long a spot machine stays on average until it is taken back, in hours.
  ///
  /// Source: AWS Spot Instance Advisor, 2024, gives 5 to 20 % of the machines of a type in a month;
  /// a tenth is taken here.
  public static let spotHours = 7300.0

  /// How long it takes at least until another machine serves in its place.
  ///
  /// A value for teaching: to find and to start one takes a minute or more.
  public static let spotReplaced = TimeSpan(nanoseconds: 90_000_000_000)
}

/// What is bought for one machine of a component, and how.
public struct Purchase: Sendable {
  /// Processor cores; nil for kinds without machines.
  public var cores: Setting<Double>?
  /// Memory; nil for kinds without machines.
  public var memory: Setting<ByteCount>?
  /// Disk; nil where not stated: then what is kept is charged.
  public var disk: Setting<ByteCount>?
  /// The term that its machines are taken for.
  public var commitment = Commitment.none
  /// What the design says a machine costs, in place of the book; nil in graded runs.
  public var price: Setting<Price>?

  /// Creates a purchase of nothing.
  public init() {}
}
