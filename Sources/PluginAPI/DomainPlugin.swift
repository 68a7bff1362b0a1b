public import ArchitectureModel

/// A domain: what it brings to the core, as values.
///
/// A plugin describes and the core executes: the core draws the random numbers, runs the engine,
/// keeps the order and scores. All members are pure; the core may call them in any order.
public protocol DomainPlugin: Sendable {
  /// Who the plugin is.
  var manifest: PluginManifest { get }
  /// The kinds it adds; their names begin with the plugin's id and a slash.
  var kinds: [KindRecord] { get }
  /// Traits it knows beyond those of its kinds, for `traits:` of a component.
  var traits: [String] { get }
  /// The shape of the map under the plugin's own key in a component; nil for none. Its name is
  /// the plugin's id.
  var componentFields: Shape? { get }
  /// Shapes that `componentFields` refers to; their names begin with the plugin's id.
  var shapes: [Shape] { get }
  /// The load models; their ids begin with the plugin's id and a slash.
  var loadModels: [any LoadModel] { get }
  /// The checks, sorted by id.
  var checks: [any Check] { get }
  /// Domain results computed from what the engine recorded.
  var measures: [Measure] { get }
  /// Named drills that exercises may use by id in `scenarios`.
  var drills: [Drill] { get }
  /// Words and their explanations.
  var glossary: [GlossaryEntry] { get }
}

extension DomainPlugin {
  /// No kinds.
  public var kinds: [KindRecord] { [] }
  /// No further traits.
  public var traits: [String] { [] }
  /// No fields of its own.
  public var componentFields: Shape? { nil }
  /// No further shapes.
  public var shapes: [Shape] { [] }
  /// No load models.
  public var loadModels: [any LoadModel] { [] }
  /// No measures.
  public var measures: [Measure] { [] }
  /// No drills.
  public var drills: [Drill] { [] }
  /// No words.
  public var glossary: [GlossaryEntry] { [] }
}

/// Who a plugin is.
public struct PluginManifest: Sendable, Hashable {
  /// The id, also the prefix of its kinds, fields and check ids.
  public var id: String
  /// A semantic version.
  public var version: String
  /// The title.
  public var title: String
  /// What it covers, in a sentence.
  public var about: String

  /// Creates a manifest.
  public init(id: String, version: String, title: String, about: String) {
    self.id = id
    self.version = version
    self.title = title
    self.about = about
  }
}

/// A word and its explanation.
public struct GlossaryEntry: Sendable, Hashable {
  /// The word.
  public var word: String
  /// The explanation.
  public var meaning: String

  /// Creates an entry.
  public init(_ word: String, _ meaning: String) {
    self.word = word
    self.meaning = meaning
  }
}

/// A named failure scenario of a domain.
public struct Drill: Sendable, Hashable {
  /// The id, `domain.name`.
  public var id: String
  /// The title.
  public var title: String
  /// What good behaviour looks like.
  public var expected: String
  /// What breaks, written as the `faults:` of a scenario in YAML.
  public var faults: String

  /// Creates a drill.
  public init(id: String, title: String, expected: String, faults: String) {
    self.id = id
    self.title = title
    self.expected = expected
    self.faults = faults
  }
}
