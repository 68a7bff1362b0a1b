/// The words of the language with the kinds and fields of the active plugins.
public struct Vocabulary: Sendable {
  /// The shapes by name.
  public let shapes: [String: Shape]
  /// All shapes in the order of the reference.
  public let orderedShapes: [Shape]
  /// The kinds, those of the core first.
  public let kinds: [KindRecord]
  /// The plugin keys that may stand in a component, with the shape of their map.
  public let domainKeys: [String: String]
  /// The traits that some kind carries or some plugin declares, sorted.
  public let traits: [String]
  /// The ids of the checks of the active plugins.
  public let checks: [String]
  /// The ids of the load models of the active plugins.
  public let loadModels: [String]

  /// The shapes of the core, in the order of the reference.
  public static let coreShapes: [Shape] =
    [
      TopShapes.architecture, TopShapes.site, TopShapes.placeFails, TopShapes.boundary,
      TopShapes.data,
      TopShapes.distributionFile, TopShapes.defaults, TopShapes.goal, TopShapes.decision,
      TopShapes.assumption, TopShapes.variant,
    ] + ComponentShapes.all + KeepingShapes.all + ServingShapes.all + ScalingShapes.all
    + StepShapes.all
    + WorkloadShapes.all + JourneyShapes.all + FaultShapes.all
    + ArrivalShapes.all + ExerciseShapes.all + PriceShapes.all

  /// Creates the vocabulary of the core and the given additions.
  public init(
    kinds added: [KindRecord] = [], domainShapes: [Shape] = [],
    domainKeys: [String: String] = [:], traits addedTraits: [String] = [], checks: [String] = [],
    loadModels: [String] = []
  ) {
    let ordered = Self.coreShapes + domainShapes
    self.orderedShapes = ordered
    self.shapes = Dictionary(ordered.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.kinds = CoreKinds.all + added
    self.domainKeys = domainKeys
    self.traits = Set(kinds.flatMap(\.traits) + addedTraits).sorted()
    self.checks = checks
    self.loadModels = loadModels
  }

  /// The kind of a name, or nil.
  public func kind(_ name: String) -> KindRecord? { kinds.first { $0.name == name } }

  /// The shape of a name; a missing shape is a mistake of this package.
  public func shape(_ name: String) -> Shape {
    guard let shape = shapes[name] else { preconditionFailure("no shape is called \(name)") }
    return shape
  }

  /// The verbs of a step, exactly one of which stands in each.
  public static let stepVerbs = StepShapes.verbs
  /// The verbs of a fault, exactly one of which stands in each.
  public static let faultVerbs = FaultShapes.verbs

  /// What a fault says that it breaks, among `faultVerbs`; one word where the file is right.
  ///
  /// With `deploy` the fields `errors` and `slow` say what is wrong with the new copies.
  public static func faultVerbs(of record: ReadRecord) -> [String] {
    let verbs = faultVerbs.filter { record[$0] != nil }
    return verbs.contains("deploy") ? verbs.filter { !["errors", "slow"].contains($0) } : verbs
  }

  /// The days of a week, from Monday on.
  public static let days = ArrivalShapes.days
}
