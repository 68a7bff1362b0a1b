import ArchitectureModel
import BundledPlugins
import Foundation
import PluginAPI
import Reporting
import Testing

/// What is made from the records of the language agrees with them and with one another.
@Suite struct GeneratedPageTests {
  static let plugins = BundledPlugins.all
  static let pages = GeneratedPages.all(plugins)

  @Test(arguments: pages.map(\.path))
  func thePageInTheRepositoryIsTheGeneratedOne(_ path: String) throws {
    let page = try #require(Self.pages.first { $0.path == path })
    let file = LayeringTests.root.appendingPathComponent(path)
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let new = page.text.split(separator: "\n", omittingEmptySubsequences: false)
    let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
    let line =
      zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
    let words = new.indices.contains(line) ? String(new[line]) : "(nothing more)"
    #expect(kept == page.text, "run `make docs`: line \(line + 1) of \(path) would be: \(words)")
  }

  @Test func everyPluginHasItsPage() throws {
    let folder = LayeringTests.root.appendingPathComponent("Plugins").path
    let folders = try FileManager.default.contentsOfDirectory(atPath: folder)
    let expected = folders.filter { $0 != "Bundled" }.map { "Plugins/\($0)/CHECKS.md" }.sorted()
    #expect(Self.pages.map(\.path).filter { $0.hasPrefix("Plugins/") }.sorted() == expected)
  }

  // MARK: Fields

  /// The fields of all schemas, as `shape.key`, with their descriptions.
  static let schemaFields: [String: String] = {
    var found: [String: String] = [:]
    for top in ["architecture", "exercise", "expectations", "prices"] {
      guard let text = SchemaWriter.schema(shape: top, vocabulary: plugins.vocabulary),
        let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
        let shapes = json["$defs"] as? [String: [String: Any]]
      else { continue }
      for (name, shape) in shapes {
        for (key, value) in shape["properties"] as? [String: [String: Any]] ?? [:] {
          found["\(name).\(key)"] = value["description"] as? String ?? ""
        }
      }
    }
    return found
  }()

  @Test(arguments: plugins.vocabulary.orderedShapes.map(\.name))
  func everyFieldIsInTheSchemaTheReferenceAndExplain(_ name: String) throws {
    let shape = Self.plugins.vocabulary.shape(name)
    let reference = try #require(Self.pages.first { $0.path == "Documentation/language.md" }).text
    let heading = "## \(shape.title) (`\(name)`)\n"
    let start = try #require(reference.range(of: heading)?.upperBound)
    let section = reference[start...].prefix(
      upTo: reference[start...].range(of: "\n## ")?.lowerBound ?? reference.endIndex)
    for field in shape.fields {
      let path = "\(name).\(field.key)"
      let described = Self.schemaFields[path]
      #expect(described?.contains(field.meaning) ?? false, "\(path) is in no schema")
      #expect(section.contains("\n| `\(field.key)` |"), "\(path) is not in the reference")
      guard case .found(let text) = ExplainPages.explain(path, plugins: Self.plugins) else {
        Issue.record("\(path) is not explained")
        continue
      }
      let plain = { (text: String) in text.split { $0.isWhitespace }.joined(separator: " ") }
      #expect(plain(text).contains(plain(field.meaning)), "explain \(path) says something else")
    }
  }

  @Test func theSchemasHaveNoFieldOfTheirOwn() {
    let vocabulary = Self.plugins.vocabulary
    let known = Set(
      vocabulary.orderedShapes.flatMap { shape in
        shape.fields.map { "\(shape.name).\($0.key)" }
          + (shape.takesDomainKeys ? vocabulary.domainKeys.keys.map { "\(shape.name).\($0)" } : [])
      })
    let own = Self.schemaFields.keys.filter { path in
      !known.contains(path) && vocabulary.shapes[String(path.prefix { $0 != "." })] != nil
    }
    #expect(own.sorted() == [])
  }
}
