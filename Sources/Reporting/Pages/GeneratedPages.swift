import ExerciseFiles
public import PluginAPI

/// The pages of the repository that are made from the same records as the tool: `make docs` writes
/// them, and a test compares them.
public enum GeneratedPages {
  /// The pages with their paths from the root of the repository, each ending in a line end.
  ///
  /// - Parameter plugins: The plugins that are compiled in; each lies in the folder of its id.
  /// - Returns: The pages, those of the language first.
  public static func all(_ plugins: PluginSet) -> [(path: String, text: String)] {
    let pages =
      [
        ("Documentation/language.md", ReferencePages.language(plugins.vocabulary)),
        ("Documentation/kinds.md", ReferencePages.kinds(plugins.vocabulary)),
        ("Documentation/fidelity.md", ReferencePages.fidelity(plugins.vocabulary)),
        ("Documentation/prices.md", PricePage.markdown(TeachingPrices.book)),
      ]
      + plugins.plugins.map {
        ("Plugins/\(folder(of: $0.manifest.id))/CHECKS.md", ReferencePages.checks($0))
      }
    return pages.map { ($0.0, $0.1.hasSuffix("\n") ? $0.1 : $0.1 + "\n") }
  }

  /// The folder of a plugin: `order-flow` lies in `OrderFlow`.
  public static func folder(of id: String) -> String {
    id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
