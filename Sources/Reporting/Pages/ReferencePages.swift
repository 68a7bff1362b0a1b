public import ArchitectureModel
import ExerciseFiles

/// The reference in Markdown, generated from the records that the readers use.
public enum ReferencePages {
  /// Every shape and field of the files, then the kinds.
  ///
  /// - Parameter vocabulary: The words of the core and the active plugins.
  /// - Returns: Markdown.
  public static func language(_ vocabulary: Vocabulary) -> String {
    var text = """
      # Reference of the files

      Generated from the records that the readers use. *Class* says what a missing field means:
      `required` must be given; `number` takes a default, marked as one in reports; `mechanism`
      is not there, with the real consequence of that; `statement` makes checks answer "not
      stated"; `documentation` is for readers and never scored.

      """
    for shape in vocabulary.orderedShapes { text += "\n" + section(shape, vocabulary) }
    return text + "\n" + kinds(vocabulary, level: "##")
  }

  private static func section(_ shape: Shape, _ vocabulary: Vocabulary) -> String {
    var text = "## \(shape.title) (`\(shape.name)`)\n\n\(Markdown.escaped(shape.about))\n\n"
    text += Markdown.table(
      ["key", "value", "default", "class", "meaning", "acts in"], shape.fields.map(row))
    let notes = shape.fields.compactMap { field -> String? in
      let parts = [
        field.source.map { "default from: \($0)" },
        field.traits.isEmpty
          ? nil : "for kinds with \(field.traits.joined(separator: " or "))",
        FieldWords.claim(field), field.example.map { "example: \($0)" },
      ].compactMap { $0 }
      guard !parts.isEmpty else { return nil }
      return "- \(Markdown.code(field.key)): \(Markdown.escaped(parts.joined(separator: "; ")))\n"
    }
    if !notes.isEmpty { text += "\n" + notes.joined() }
    if shape.takesDomainKeys, !vocabulary.domainKeys.isEmpty {
      text += "\nKeys of active plugins: "
      text +=
        vocabulary.domainKeys.sorted { $0.key < $1.key }
        .map { "`\($0.key)` (a map with `\($0.value)` fields)" }.joined(separator: ", ") + ".\n"
    }
    return text
  }

  private static func row(_ field: FieldRecord) -> [String] {
    [
      Markdown.code(field.key), Markdown.cell(TypeWords.describe(field.type)),
      field.fallback.map { Markdown.code($0) } ?? "", FieldWords.name(field.absence),
      Markdown.cell(field.meaning), FieldWords.acts(field),
    ]
  }

  /// The kinds of the core and of the active plugins, with their defaults and believed ranges.
  ///
  /// - Parameter vocabulary: The words of the core and the active plugins.
  /// - Returns: Markdown.
  public static func kinds(_ vocabulary: Vocabulary) -> String { kinds(vocabulary, level: "#") }

  private static func kinds(_ vocabulary: Vocabulary, level: String) -> String {
    var text = "\(level) Kinds\n"
    let core = vocabulary.kinds.filter { $0.extends == nil }
    let added = vocabulary.kinds.filter { $0.extends != nil }
    text += "\n\(level)# Kinds of the core\n\n" + overview(core)
    if !added.isEmpty { text += "\n\(level)# Kinds of plugins\n\n" + overview(added) }
    for kind in vocabulary.kinds where !kind.defaults.isEmpty || !kind.ranges.isEmpty {
      text += "\n\(level)# `\(kind.name)`\n\n\(Markdown.escaped(kind.about))\n"
      if !kind.defaults.isEmpty {
        text +=
          "\n"
          + Markdown.table(
            ["field", "default", "source"],
            kind.defaults.map {
              [Markdown.code($0.path), Markdown.code($0.value), Markdown.cell($0.source)]
            })
      }
      if !kind.ranges.isEmpty { text += "\n" + ranges(kind.ranges) }
    }
    return text + commonRanges(level)
  }

  private static func ranges(_ ranges: [PlausibleRange]) -> String {
    Markdown.table(
      ["claim", "believed from", "to", "source"],
      ranges.map {
        [
          Markdown.code($0.path), $0.least.map(Markdown.code) ?? "",
          $0.most.map(Markdown.code) ?? "", Markdown.cell($0.source),
        ]
      })
  }

  private static func commonRanges(_ level: String) -> String {
    """

    \(level)# Ranges of all kinds

    What no kind says otherwise about a component, about a call, and about sites.


    """ + ranges(PlausibleRanges.ofComponents + [PlausibleRanges.ofCalls]) + "\n"
      + ranges(PlausibleRanges.ofSites) + """

        A failover that somebody decides on (`mode: manual`) is believed \
        \(PlausibleRanges.manualFailover.words): \(PlausibleRanges.manualFailover.source).

        """
  }

  private static func overview(_ kinds: [KindRecord]) -> String {
    Markdown.table(
      ["kind", "extends", "what it is", "traits"],
      kinds.map {
        [
          Markdown.code($0.name), $0.extends.map(Markdown.code) ?? "", Markdown.cell($0.about),
          Markdown.cell($0.traits.joined(separator: ", ")),
        ]
      })
  }

  /// What the simulation does with each kind and what it leaves out.
  ///
  /// - Parameter vocabulary: The words of the core and the active plugins.
  /// - Returns: Markdown.
  public static func fidelity(_ vocabulary: Vocabulary) -> String {
    """
    # What is modelled, and what is not

    Generated from the kinds. A result says nothing about what is left out here.


    """
      + Markdown.table(
        ["kind", "what the simulation does with it"],
        vocabulary.kinds.map { [Markdown.code($0.name), Markdown.cell($0.models)] })
        + """

        ## What acts in the bill only

        These fields change what a design costs and nothing that is simulated. The cores of a \
        machine act where `work` says `cpu`, its memory where `uses` says what a request needs; \
        otherwise a larger machine is paid for and is no faster.


        """
      + Markdown.table(
        ["field", "meaning"],
        ["component", "machine_size", "site"].flatMap { name in
          vocabulary.shape(name).fields.filter { $0.actsIn == [.cost] }.map {
            [Markdown.code("\(name).\($0.key)"), Markdown.cell($0.meaning)]
          }
        })
      + "\n" + failureAnalysis
  }
}
