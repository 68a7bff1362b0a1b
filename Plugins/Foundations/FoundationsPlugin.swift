public import PluginAPI

/// General rules of good system design: time-outs, retries, copies, zones, limits, boundaries and
/// capacity, with two plain loads.
///
/// It is always active and must not know any domain. Start reading at a check, such as
/// `CallWithoutTimeoutCheck`; what several of them need is in `Analysis`: `CallSite` for steps,
/// `RequestWalk` for the ways of requests, `RequiredPath` for what an answer needs, `OfferedLoad`
/// for how busy the load keeps each component.
///
///     let plugins = PluginSet([FoundationsPlugin()])
///     let evidence = Evidence(architecture: architecture)
///     for check in plugins.checks {
///       for finding in check.findings(in: evidence) where finding.outcome == .violated {
///         report(finding)
///       }
///     }
public struct FoundationsPlugin: DomainPlugin {
  /// Creates the plugin.
  public init() {}

  /// Who the plugin is.
  public let manifest = PluginManifest(
    id: "foundations", version: "1.0.0", title: "Foundations",
    about: "General rules of good system design, for every exercise.")

  /// The load models.
  public var loadModels: [any LoadModel] { [RampLoad(), SteadyLoad()] }

  /// The checks, sorted by id.
  public var checks: [any Check] {
    [
      CacheHidesCapacityCheck(),
      CallWithoutTimeoutCheck(),
      DataLossOnFailureCheck(),
      ImplausibleNumberCheck(),
      NestedRetriesCheck(),
      OneZoneCheck(),
      OverloadedComponentCheck(),
      RetryNotIdempotentCheck(),
      RetryWithoutBudgetCheck(),
      RetryWithoutJitterCheck(),
      SharedFateCheck(),
      SingleCopyCheck(),
      SlowDetectionCheck(),
      SynchronousChainCheck(),
      TimeoutExceedsCallerCheck(),
      UnboundedQueueCheck(),
      UnprotectedCrossingCheck(),
      UnreachableComponentCheck(),
      UnstatedCallerCheck(),
      VolatileOnlyCheck(),
    ]
  }

  /// Words of the field and their explanations.
  public var glossary: [GlossaryEntry] { FoundationsGlossary.entries }
}
