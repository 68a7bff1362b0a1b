import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// A number of a design that is halved and doubled: a default that several components share, or a
/// claim of one.
struct Knob: Sendable {
  /// `service.work` for the default of a kind, `components.web.work` for a claim.
  var path: String
  /// Where it comes from.
  var source: SensitiveNumber.Source
  /// The components or sites that it holds for.
  var holdsFor: [String]
  /// What has to be done again when it changes.
  var reach: Parameter.Reach
  /// The value in words, in a design.
  var words: @Sendable (Architecture) -> String
  /// The design with the value multiplied.
  var scaled: @Sendable (Architecture, Double) -> Architecture
}

extension Knob {
  /// All numbers of a design that are defaults or claims, of the components that take part.
  ///
  /// Defaults of a kind are one number for all components that have it. What the design states and
  /// is no claim is a decision, and left alone.
  ///
  /// - Parameters:
  ///   - architecture: The design.
  ///   - taking: The ids of the components that take part in a run.
  /// - Returns: The numbers, components first, in the order of the file.
  static func all(in architecture: Architecture, taking: Set<String>) -> [Knob] {
    var groups: [(key: String, parameter: Parameter, source: SensitiveNumber.Source, at: [Int])] =
      []
    for (index, component) in architecture.components.enumerated()
    where taking.contains(component.id) {
      for parameter in Parameter.all {
        guard let origin = parameter.origin(component) else { continue }
        let claim = claim(parameter.path, component, architecture)
        guard claim != nil || !origin.isStated else { continue }
        let isClaim = claim?.isBelieved ?? false
        let key =
          isClaim
          ? "components.\(component.id).\(parameter.path)"
          : "\(component.kind.name).\(parameter.path)"
        if let known = groups.firstIndex(where: { $0.key == key }) {
          groups[known].at.append(index)
        } else {
          groups.append((key, parameter, isClaim ? .claim : .byDefault, [index]))
        }
      }
    }
    return groups.map { of($0.parameter, $0.key, $0.source, $0.at, architecture) }
      + handlers(architecture, taking) + SiteKnobs.all(in: architecture)
  }

  private static func claim(
    _ path: String, _ component: Component, _ architecture: Architecture
  ) -> Claim? {
    let paths = path == "startup" ? [path, "scale.warmup"] : [path]
    return architecture.claims.first { claim in
      paths.contains { claim.path == "components.\(component.id).\($0)" }
    }
  }

  private static func of(
    _ parameter: Parameter, _ key: String, _ source: SensitiveNumber.Source, _ indices: [Int],
    _ architecture: Architecture
  ) -> Knob {
    Knob(
      path: key, source: source, holdsFor: indices.map { architecture.components[$0].id },
      reach: parameter.reach(architecture.components[indices[0]]),
      words: { parameter.words($0.components[indices[0]]) },
      scaled: { design, factor in
        var design = design
        for index in indices { parameter.scale(&design.components[index], factor) }
        return design
      })
  }

  /// The work of handlers that is better than the kind's.
  private static func handlers(_ architecture: Architecture, _ taking: Set<String>) -> [Knob] {
    var knobs: [Knob] = []
    for (index, component) in architecture.components.enumerated()
    where taking.contains(component.id) {
      for (number, handler) in component.handlers.enumerated() {
        guard let work = handler.work, let span = work.origin.span,
          architecture.claims.contains(where: { $0.isBelieved && $0.span == span })
        else { continue }
        knobs.append(
          Knob(
            path: "components.\(component.id).handles.\(handler.operation).work", source: .claim,
            holdsFor: [component.id], reach: .runs,
            words: { design in
              design.components[index].handlers[number].work
                .map { ScaledValue<Spread>.spread.words($0.value) } ?? ""
            },
            scaled: { design, factor in
              var design = design
              let value = work.value.scaled(by: factor)
              design.components[index].handlers[number].work?.value = value
              return design
            }))
      }
    }
    return knobs
  }
}

/// The numbers of sites that are defaults or claims.
enum SiteKnobs {
  static func all(in architecture: Architecture) -> [Knob] {
    zones(architecture) + ways(architecture)
      + failures(architecture, "fails", \.fails) + failures(architecture, "zone_fails", \.zoneFails)
  }

  /// The time between zones, of the sites that have several.
  private static func zones(_ architecture: Architecture) -> [Knob] {
    let several = architecture.sites.indices.filter { architecture.sites[$0].zones.count > 1 }
    return grouped(several, architecture, "zone_latency") {
      architecture.sites[$0].zoneLatency.origin
    }
    .map { key, source, indices in
      Knob(
        path: key, source: source, holdsFor: indices.map { architecture.sites[$0].id },
        reach: .runs, words: { $0.sites[indices[0]].zoneLatency.value.text },
        scaled: { design, factor in
          var design = design
          for index in indices {
            let value = design.sites[index].zoneLatency.value
            design.sites[index].zoneLatency.value =
              ScaledValue<TimeSpan>.duration.times(value, factor)
          }
          return design
        })
    }
  }

  /// The time between sites where neither the exercise nor the design says it, or where it is
  /// claimed.
  private static func ways(_ architecture: Architecture) -> [Knob] {
    var open: [(Int, Int)] = []
    var claimed: [(Int, Int)] = []
    for left in architecture.sites.indices {
      for right in architecture.sites.indices where left < right {
        let (one, other) = (architecture.sites[left], architecture.sites[right])
        if one.place != nil, other.place != nil { continue }
        for (from, to) in [(left, right), (right, left)] {
          let path =
            "sites.\(architecture.sites[from].id).latency_to.\(architecture.sites[to].id)"
          if architecture.claims.contains(where: { $0.isBelieved && $0.path == path }) {
            claimed.append((from, to))
          }
        }
        if one.latencyTo[other.id] == nil, other.latencyTo[one.id] == nil {
          open.append((left, right))
        }
      }
    }
    let usual = open.isEmpty ? [] : [way(open, "site.latency_to", .byDefault, architecture)]
    return usual
      + claimed.map { pair in
        let ids = (architecture.sites[pair.0].id, architecture.sites[pair.1].id)
        return way([pair], "sites.\(ids.0).latency_to.\(ids.1)", .claim, architecture)
      }
  }

  private static func way(
    _ pairs: [(Int, Int)], _ path: String, _ source: SensitiveNumber.Source,
    _ architecture: Architecture
  ) -> Knob {
    let ids = architecture.sites.map(\.id)
    @Sendable func time(_ design: Architecture, _ pair: (Int, Int)) -> TimeSpan {
      design.sites[pair.0].latencyTo[ids[pair.1]] ?? LocationMap.far
    }
    return Knob(
      path: path, source: source, holdsFor: pairs.map { "\(ids[$0.0])-\(ids[$0.1])" },
      reach: .runs, words: { time($0, pairs[0]).text },
      scaled: { design, factor in
        var design = design
        for pair in pairs {
          design.sites[pair.0].latencyTo[ids[pair.1]] =
            ScaledValue<TimeSpan>.duration.times(time(design, pair), factor)
        }
        return design
      })
  }

  private static func failures(
    _ architecture: Architecture, _ field: String,
    _ times: any WritableKeyPath<Site, FailureTimes> & Sendable
  ) -> [Knob] {
    let parts: [(String, any WritableKeyPath<FailureTimes, Setting<TimeSpan>> & Sendable)] = [
      ("every", \.every), ("lasts", \.lasts),
    ]
    return parts.flatMap { name, part -> [Knob] in
      return grouped(Array(architecture.sites.indices), architecture, "\(field).\(name)") {
        architecture.sites[$0][keyPath: times][keyPath: part].origin
      }.map { key, source, indices in
        Knob(
          path: key, source: source, holdsFor: indices.map { architecture.sites[$0].id },
          reach: .analysis,
          words: { $0.sites[indices[0]][keyPath: times][keyPath: part].value.text },
          scaled: { design, factor in
            var design = design
            for index in indices {
              let value = design.sites[index][keyPath: times][keyPath: part].value
              design.sites[index][keyPath: times][keyPath: part].value =
                ScaledValue<TimeSpan>.duration.times(value, factor)
            }
            return design
          })
      }
    }
  }

  /// Sites in which a number is a default, together, and each in which it is a claim.
  private static func grouped(
    _ indices: [Int], _ architecture: Architecture, _ field: String, _ origin: (Int) -> Origin
  ) -> [(String, SensitiveNumber.Source, [Int])] {
    let open = indices.filter { !origin($0).isStated }
    let claimed = indices.filter { index in
      architecture.claims.contains {
        $0.isBelieved && $0.path == "sites.\(architecture.sites[index].id).\(field)"
      }
    }
    return (open.isEmpty ? [] : [("site.\(field)", .byDefault, open)])
      + claimed.map { ("sites.\(architecture.sites[$0].id).\(field)", .claim, [$0]) }
  }
}
