/// A collector of diagnostics.
///
/// Purpose of the module: what is wrong with a file, where, and how it is shown as text. It knows
/// nothing of YAML, of architectures or of the console.
///
/// ```swift
/// var bag = DiagnosticBag()
/// bag.add(Diagnostic(code: "arch.x", severity: .error, message: "'x' is no kind", span: span))
/// var sources = SourceCatalog()
/// sources.add(SourceText(name: "shop.yaml", text: text))
/// let report = DiagnosticRenderer(sources: sources).render(bag.all)
/// ```
///
/// Start reading at ``Diagnostic``.
public struct DiagnosticBag: Sendable {
  private var added: [Diagnostic] = []
  private var known: Set<Diagnostic> = []

  /// Creates an empty collector.
  public init() {}

  /// Adds one diagnostic; one that equals an earlier one is dropped.
  public mutating func add(_ diagnostic: Diagnostic) {
    guard known.insert(diagnostic).inserted else { return }
    added.append(diagnostic)
  }

  /// Adds several diagnostics in their order; those that equal an earlier one are dropped.
  public mutating func add(contentsOf diagnostics: some Sequence<Diagnostic>) {
    for diagnostic in diagnostics {
      add(diagnostic)
    }
  }

  /// The diagnostics sorted by file, line, column and code.
  ///
  /// Those without a place come first; what is equal in all four stays in the order of adding.
  /// Sorts at each call: O(n log n).
  public var all: [Diagnostic] {
    added.enumerated().sorted { left, right in
      DiagnosticBag.isBefore(left.element, right.element)
        ?? (left.offset < right.offset)
    }.map(\.element)
  }

  /// Whether at least one diagnostic is an error; O(n).
  public var hasErrors: Bool { added.contains { $0.severity == .error } }

  /// The number of errors, without warnings; O(n).
  public var errorCount: Int { added.count { $0.severity == .error } }

  /// Whether nothing at all was added.
  public var isEmpty: Bool { added.isEmpty }

  private static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool? {
    switch (left.span, right.span) {
    case (nil, nil):
      break
    case (nil, _):
      return true
    case (_, nil):
      return false
    case (let first?, let second?):
      if first.file != second.file { return first.file < second.file }
      if first.start != second.start { return first.start < second.start }
    }
    guard left.code != right.code else { return nil }
    return left.code < right.code
  }
}
