public import ArchitectureModel
public import PluginAPI

/// Trading venues: order entry, pre-trade risk, sequencing, matching and market data.
///
/// Knows nothing about how a design is read or simulated: kinds, fields, loads and checks are
/// values. `OrderFlow` is where to start reading: all checks see a design through it.
public struct TradingPlugin: DomainPlugin {
  /// Creates the plugin.
  public init() {}

  /// Who the plugin is.
  public let manifest = PluginManifest(
    id: "trading", version: "1.0.0", title: "Trading venues",
    about: "Order entry, pre-trade risk, sequencing, matching, market data and what follows.")

  /// The kinds of a venue.
  public let kinds = VenueKinds.all

  /// The parts that other components may claim to play.
  public let traits = [
    Role.clearing, Role.surveillance, Role.reconciliation, Role.dropCopy,
  ]

  /// What may stand under `trading:` of a component.
  public let componentFields: Shape? = VenueFields.component

  /// The shapes that those fields refer to.
  public let shapes = VenueFields.shapes

  /// The loads of a session.
  public let loadModels: [any LoadModel] = [VenueSessionLoad()]

  /// The checks, sorted by id.
  public let checks: [any Check] = [
    AckBeforeReplicationCheck(),
    BlockingStoreOnOrderPathCheck(),
    CoupledClearingCheck(),
    DuplicateOrdersCheck(),
    FeedBackpressureCheck(),
    ImpreciseClockCheck(),
    IncompleteRiskControlsCheck(),
    LossySessionRecoveryCheck(),
    MemberOwnedLimitsCheck(),
    MutableAuditTrailCheck(),
    NoDistantCopyCheck(),
    NoEdgeTimestampCheck(),
    NoFeedRedundancyCheck(),
    NoGapRecoveryCheck(),
    NoHeadroomCheck(),
    NoKillSwitchCheck(),
    NoSessionThrottleCheck(),
    NoVolatilityControlsCheck(),
    NondeterministicMatchingCheck(),
    RiskBypassedCheck(),
    SingleGatewayCheck(),
    SkewedPartitionsCheck(),
    SlowOrderPathCheck(),
    SplitBookCheck(),
    UndersizedBuffersCheck(),
    UnfairFeedCheck(),
    UnfencedFailoverCheck(),
    UnicastFanOutCheck(),
    UnreconciledTradesCheck(),
    UnsafeDeployCheck(),
    UnsharedRiskLimitsCheck(),
    UnwatchedOrdersCheck(),
  ]

  /// Times to pass the stages of a venue.
  public let measures = VenueMeasures.all

  /// What a venue must survive.
  public let drills = VenueDrills.all

  /// Words of trading venues.
  public let glossary = VenueGlossary.all
}
