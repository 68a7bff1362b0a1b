/// What a missing field means: the most important semantic choice of the language.
public enum Absence: String, Sendable, Hashable, CaseIterable {
  /// The field must be given.
  case required
  /// A number: the default of the kind or of the language is used and marked as a default.
  case number
  /// A mechanism: left out, it is not there, with the real consequence of that.
  case mechanism
  /// A statement: left out, checks answer *unknown*.
  case statement
  /// Documentation: shown to readers, never scored.
  case documentation
}

/// Where a field has its effect.
public enum ActsIn: String, Sendable, Hashable, CaseIterable {
  /// The simulation reads it.
  case simulation
  /// Failures are followed through it.
  case failure
  /// It changes the bill, or what machines are needed.
  case cost
  /// Checks judge it.
  case policy
  /// It is shown to reviewers and readers.
  case review
}

/// The direction in which a claimed number would be better than its default.
///
/// A field with a direction is a *claim*: a graded run does not believe a better number that was
/// not bought or allowed by the exercise.
public enum ClaimDirection: String, Sendable, Hashable {
  /// Smaller is better, as with service times.
  case lower
  /// Larger is better, as with hit rates.
  case higher
}

/// What a reference in a file may name.
public enum Referent: String, Sendable, Hashable, CaseIterable {
  /// A component of this architecture.
  case component
  /// An operation of the exercise or of the file's own workload.
  case operation
  /// A data class of the exercise or of the file.
  case data
  /// A site of this architecture.
  case site
  /// A boundary of this architecture.
  case boundary
  /// A site, or a zone of a site written `site.zone`.
  case siteOrZone
  /// A place of the exercise.
  case place
  /// A named spread under `distributions`.
  case distribution
  /// A kind, of the core or of an active plugin.
  case kind
  /// A trait that some kind carries.
  case trait
  /// A parameter of the exercise.
  case parameter
  /// A check of an active plugin.
  case check
  /// A load model of an active plugin.
  case loadModel
}

/// The type of a field's value, as it is read from a file.
public indirect enum FieldType: Sendable, Hashable {
  /// Free text.
  case text
  /// An identifier that the file itself introduces.
  case identifier
  /// `true`, `false`, `yes` or `no`.
  case flag
  /// A whole number of at least `min`; `none` too where `none` is true.
  case count(min: Int, none: Bool)
  /// A plain number within a range, without a unit.
  case number(min: Double, max: Double)
  /// A duration such as `200ms`.
  case duration
  /// A size such as `4KiB`.
  case size
  /// A rate such as `90/min`.
  case rate
  /// A rate, or a list of `{ at, rate }` points joined by straight lines.
  case rateCurve
  /// A bandwidth such as `10Gbps`.
  case bandwidth
  /// A share such as `25%`.
  case share
  /// A date such as `2026-06-01`.
  case date
  /// Money with its currency and what it is for, such as `0.02 USD/call`.
  case money
  /// A time of day such as `18:30`, read as the duration since midnight.
  case timeOfDay
  /// A spread of durations: section "Spreads" of the reference.
  case spread
  /// A spread that may say, as `cpu`, which part of it needs a processor.
  case work
  /// One of a list of words.
  case choice([String])
  /// The name of something declared elsewhere.
  case reference(Referent)
  /// A list; a single value is a list of one.
  case list(FieldType)
  /// A map from names to values; the names refer to, or introduce, what `keys` says.
  case map(keys: Referent?, FieldType)
  /// A map with the fields of the named shape.
  case shape(String)
  /// A map with the fields of the named shape, or the value of one of its fields alone.
  case short(String, field: String)
  /// The first of several types that fits.
  case either([FieldType])
  /// Anything; kept and never read.
  case anything
}

/// One field of the language: the single source of the reader, the schema, `explain` and the
/// reference page.
public struct FieldRecord: Sendable, Hashable {
  /// The key as written in a file.
  public var key: String
  /// The type of the value.
  public var type: FieldType
  /// What a missing field means.
  public var absence: Absence
  /// The language's default as written in a file; nil where there is none or the kind has it.
  public var fallback: String?
  /// Where the default comes from; nil where it needs no source.
  public var source: String?
  /// One or two sentences of meaning.
  public var meaning: String
  /// Where the field has its effect.
  public var actsIn: [ActsIn]
  /// The traits of kinds that may have the field; empty for all.
  public var traits: [String]
  /// The direction of a claim; nil where the field is a setting.
  public var claim: ClaimDirection?
  /// A value to show in examples, as written in a file.
  public var example: String?

  /// Creates a record; only key, type, absence, meaning and effect are always needed.
  public init(
    _ key: String, _ type: FieldType, _ absence: Absence, _ meaning: String,
    acts: [ActsIn], fallback: String? = nil, source: String? = nil, traits: [String] = [],
    claim: ClaimDirection? = nil, example: String? = nil
  ) {
    self.key = key
    self.type = type
    self.absence = absence
    self.meaning = meaning
    self.actsIn = acts
    self.fallback = fallback
    self.source = source
    self.traits = traits
    self.claim = claim
    self.example = example
  }
}

/// A map with named fields, such as a component or a retry policy.
public struct Shape: Sendable, Hashable {
  /// The name other records refer to.
  public var name: String
  /// The heading in the reference.
  public var title: String
  /// What the map describes, in a sentence.
  public var about: String
  /// The fields, in the order of the reference.
  public var fields: [FieldRecord] { didSet { places = Self.places(fields) } }
  /// Whether keys of active plugins may stand in it.
  public var takesDomainKeys: Bool

  /// Creates a shape.
  public init(
    _ name: String, title: String, about: String, takesDomainKeys: Bool = false,
    _ fields: [FieldRecord]
  ) {
    self.name = name
    self.title = title
    self.about = about
    self.takesDomainKeys = takesDomainKeys
    self.fields = fields
    self.places = Self.places(fields)
  }

  /// Where each key stands in `fields`.
  private var places: [String: Int]

  private static func places(_ fields: [FieldRecord]) -> [String: Int] {
    Dictionary(
      fields.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The field of the given key, or nil.
  public func field(_ key: String) -> FieldRecord? { places[key].map { fields[$0] } }
}
