import ArchitectureModel
import PluginAPI

/// Designs that the reader accepts and that a careless check trips over.
struct HostileDesigns {
  let vocabulary: Vocabulary

  /// All of them by name, as texts without format and entry.
  var all: [(name: String, text: String)] {
    [
      ("one component", "components:\n  one: { kind: service }"),
      ("layers of sixty components, all joined", layers(width: 3, depth: 20)),
      ("a chain of sixty", layers(width: 1, depth: 60)),
      ("loops by then", loops), ("a way through every kind", everyKind),
      ("many sites", manySites), ("huge counts", hugeCounts), ("a load of nothing", silent),
      ("empty lists", emptyLists),
    ] + alone
  }

  /// Each kind alone, as the entry where users may call it.
  private var alone: [(name: String, text: String)] {
    vocabulary.kinds.map { kind in
      let text =
        kind.has("support") || kind.has("consumes")
        ? "components:\n  web: { kind: service }\n  one: { kind: \(kind.name) }"
        : "components:\n  one: { kind: \(kind.name) }"
      return ("\(kind.name) alone", text)
    }
  }

  /// Layers of services, each of which calls all of the next: ways multiply with the depth.
  private func layers(width: Int, depth: Int) -> String {
    var text = "components:\n"
    for layer in 0..<depth {
      for index in 0..<width {
        let next = (0..<width).map {
          "{ call: c\(layer + 1)x\($0), timeout: 1s, retry: 3 }"
        }
        text += "  c\(layer)x\(index): { kind: service"
        if layer + 1 < depth { text += ", calls: [\(next.joined(separator: ", "))]" }
        text += " }\n"
      }
    }
    return text + load("{ process: poisson, rate: 1000/s }")
  }

  private func load(_ arrivals: String) -> String {
    """
    workload:
      lasts: 1min
      operations:
        go: { arrivals: \(arrivals), keys: { count: 1M, skew: 1 }, patience: 1s, retry: 3 }
        other: { arrivals: \(arrivals) }
    """
  }

  private var loops: String {
    """
    components:
      a: { kind: service, calls: [{ then: [{ share: 50%, to: b }, { share: 50%, to: a }] }] }
      b: { kind: service, calls: [{ then: c }] }
      c: { kind: service, calls: [{ then: [{ share: 99%, to: a }, { share: 1%, to: c }] }] }
      d: { kind: service, calls: [{ then: d }] }

    """ + load("{ process: poisson, rate: 10/s }")
  }

  /// A service that reaches one component of every kind, with workers on every broker.
  private var everyKind: String {
    var steps: [String] = []
    var parts = ""
    for (index, kind) in vocabulary.kinds.enumerated() {
      parts += "  k\(index): { kind: \(kind.name) }\n"
      if ["support", "consumes", "source"].contains(where: kind.has) { continue }
      steps.append("      - { \(kind.has("broker") ? "send" : "call"): k\(index) }\n")
      if kind.has("broker") {
        parts += "  w\(index): { kind: worker, consumes: [{ from: k\(index) }] }\n"
      }
    }
    return "components:\n  web:\n    kind: service\n    calls:\n\(steps.joined())\(parts)"
      + load("{ process: hawkes, rate: 1/s, branching: 50%, decay: 10ms }")
  }

  private var manySites: String {
    let ids = (0..<24).map { "s\($0)" }
    let sites = ids.map { "  \($0): { zones: [a, b, c, d] }" }.joined(separator: "\n")
    let place = "at: [\(ids.joined(separator: ", "))]"
    return """
      sites:
      \(sites)
      components:
        web: { kind: service, \(place), replicas: 4, spread: zone, calls: [hot] }
        hot: { kind: cache, \(place), fronts: db }
        db:
          kind: database
          \(place)
          replication: { mode: quorum, copies: 24, across: site, failover: { mode: automatic } }
      \(load("{ process: regular, rate: 10/s }"))
      """
  }

  /// Numbers near the largest that the reader takes; products of a few overflow whole numbers.
  private var hugeCounts: String {
    let most = "1000000000000"
    let call = { (to: String) in
      "{ call: \(to), times: 10000, retry: { max: 100, wait: 1y, factor: 100 }, timeout: 20y }"
    }
    return """
      components:
        web: { kind: service, concurrency: \(most), queue: { limit: \(most) }, calls: [\(call("a"))] }
        a: { kind: service, work: { exact: 1y }, calls: [\(call("b"))] }
        b: { kind: service, work: { exact: 1ns }, calls: [\(call("c")), { send: q }] }
        c: { kind: service, calls: [\(call("db"))] }
        db:
          kind: database
          concurrency: \(most)
          sharding: { count: 4096, skew: 5 }
          replication: { mode: async, copies: 31, lag: 20y, failover: { takes: 20y } }
          health: { every: 20y, timeout: 20y, after: \(most) }
        q: { kind: queue, capacity: \(most) }
        w: { kind: worker, consumes: [{ from: q, batch: \(most) }] }
      \(load("{ process: burst, count: 1000000000, every: 1ns }"))
      """
  }

  private var silent: String {
    "components:\n  one: { kind: service, calls: [db] }\n  db: { kind: database }\n"
      + load("{ process: poisson, rate: 0/s }")
  }

  private var emptyLists: String {
    """
    data: {}
    boundaries: {}
    goals: {}
    decisions: []
    assumptions: []
    components:
      one: { kind: service, calls: [], handles: {}, traits: [], fails: { with: [] } }
      two: { kind: database, holds: [] }
      three: { kind: worker, consumes: [] }
    """
  }
}
