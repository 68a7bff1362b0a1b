import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import PluginAPI
import Quantities
import Stochastics
import Testing

/// Every number that a design may claim has a published range around its default.
@Suite struct PlausibleRangeTests {
  static let vocabulary = BundledPlugins.all.vocabulary

  /// A field of a component that is a claim, with its path.
  struct ClaimField {
    let path: String
    let field: FieldRecord
    /// The traits of kinds that may have the field at the top of the path.
    let traits: [String]
  }

  static func claims(
    in shape: String, _ path: String = "", traits: [String]? = nil
  ) -> [ClaimField] {
    vocabulary.shape(shape).fields.flatMap { field -> [ClaimField] in
      let name = path.isEmpty ? field.key : "\(path).\(field.key)"
      let traits = traits ?? field.traits
      if field.claim != nil { return [ClaimField(path: name, field: field, traits: traits)] }
      switch field.type {
      case .shape(let inner), .short(let inner, _):
        return claims(in: inner, name, traits: traits)
      default: return []
      }
    }
  }

  /// A default or an end as a number: seconds of the mean for a spread.
  static func number(_ text: String, _ type: FieldType) throws -> Double {
    let read = FieldText(vocabulary).read(text, type, name: "number")
    let value = try #require(read.value, "\(text): \(read.problems.map(\.message))")
    if let spread = value.spread {
      switch spread.form {
      case .complete(let complete): return complete.meanSeconds
      case .lone(let mean): return mean.seconds
      case .like: return .nan
      }
    }
    if let duration = value.duration { return duration.seconds }
    if let size = value.size { return Double(size.bytes) }
    if let count = value.count { return count.map(Double.init) ?? .infinity }
    return try #require(value.number)
  }

  @Test(arguments: vocabulary.kinds.map(\.name))
  func everyClaimOfAKindHasARangeAroundItsDefault(_ name: String) throws {
    let kind = try #require(Self.vocabulary.kind(name))
    guard !kind.has("support"), !kind.has("human") else { return }
    var seen = 0
    for claim in Self.claims(in: "component") {
      guard claim.traits.isEmpty || claim.traits.contains(where: kind.has),
        let usual = kind.fallback(claim.path)?.value ?? claim.field.fallback,
        // No share of errors is below none; nobody claims fewer.
        claim.path != "fails.errors"
      else { continue }
      seen += 1
      let range = try #require(kind.range(claim.path), "\(name) \(claim.path) has no range")
      #expect(range.source.count > 10, "\(name) \(claim.path)")
      let value = try Self.number(usual, claim.field.type)
      switch claim.field.claim {
      case .lower:
        let least = try #require(range.least, "\(name) \(claim.path) has no least value")
        let bound = try Self.number(least, claim.field.type)
        #expect(bound <= value, "\(name) \(claim.path): \(usual) is below \(least)")
      case .higher:
        let most = try #require(range.most, "\(name) \(claim.path) has no greatest value")
        let bound = try Self.number(most, claim.field.type)
        #expect(bound >= value, "\(name) \(claim.path): \(usual) is above \(most)")
      case nil: break
      }
    }
    #expect(seen > 2, "\(name) has \(seen) claims")
  }

  @Test func sitesAndCallsHaveRangesToo() throws {
    let fields = [
      ("site", ["zone_latency", "latency_to", "bandwidth_to"]),
      ("place_fails", ["every", "lasts"]),
    ]
    for (shape, keys) in fields {
      let claims = Self.vocabulary.shape(shape).fields.filter { $0.claim != nil }.map(\.key)
      #expect(claims.sorted() == keys.sorted(), "a claim of a \(shape) without a range")
    }
    let paths = PlausibleRanges.ofSites.map(\.path)
    #expect(Set(paths).count == 7)
    let least = try #require(PlausibleRanges.ofSites.first { $0.path == "latency_to" }?.least)
    // 100 km at 204 km/ms are 0.49 ms.
    #expect(try Self.number(least, .duration) == 500e-6)
  }
}
