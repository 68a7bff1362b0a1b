public import ArchitectureModel

/// The active plugins, in order: the only list that the core looks at.
public struct PluginSet: Sendable {
  /// The plugins.
  public let plugins: [any DomainPlugin]
  /// The words of the core with those of the plugins.
  public let vocabulary: Vocabulary

  /// Creates a set; the order of the plugins is the order of checks and kinds.
  public init(_ plugins: [any DomainPlugin]) {
    self.plugins = plugins
    var domainKeys: [String: String] = [:]
    for plugin in plugins {
      if let shape = plugin.componentFields { domainKeys[plugin.manifest.id] = shape.name }
    }
    self.vocabulary = Vocabulary(
      kinds: plugins.flatMap(\.kinds),
      domainShapes: plugins.flatMap { [$0.componentFields].compactMap { $0 } + $0.shapes },
      domainKeys: domainKeys,
      traits: plugins.flatMap(\.traits),
      checks: plugins.flatMap { $0.checks.map(\.page.id) },
      loadModels: plugins.flatMap { $0.loadModels.map(\.id) })
  }

  /// All checks, in the order of the plugins.
  public var checks: [any Check] { plugins.flatMap(\.checks) }

  /// The check of an id or alias, or nil.
  public func check(_ id: String) -> (any Check)? {
    checks.first { $0.page.id == id || $0.page.aliases.contains(id) }
  }

  /// The load model of an id, or nil.
  public func loadModel(_ id: String) -> (any LoadModel)? {
    plugins.lazy.flatMap(\.loadModels).first { $0.id == id }
  }

  /// All measures, in the order of the plugins.
  public var measures: [Measure] { plugins.flatMap(\.measures) }

  /// The measure of an id, or nil.
  public func measure(_ id: String) -> Measure? { measures.first { $0.id == id } }

  /// The drill of an id, or nil.
  public func drill(_ id: String) -> Drill? {
    plugins.lazy.flatMap(\.drills).first { $0.id == id }
  }
}
