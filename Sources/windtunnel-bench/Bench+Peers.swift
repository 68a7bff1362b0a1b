import CBench
import Foundation

/// A simulator of others, as a script in Python.
struct Peer {
  let name: String
  let script: String
  /// Customers for each model, fewer for the slow ones; nil where it cannot express the model.
  let customers: [String: Int]

  static let all = [
    Peer(
      name: "SimPy", script: "simpy_peer.py",
      customers: ["W1": 100_000, "W2": 100_000, "W3": 20_000, "W4": 50_000]),
    Peer(
      name: "Ciw", script: "ciw_peer.py",
      customers: ["W1": 30_000, "W2": 30_000, "W3": 8_000]),
    Peer(
      name: "cimba", script: "cimba_peer.py",
      customers: ["W1": 1_000_000, "W2": 1_000_000, "W3": 200_000, "W4": 500_000]),
  ]
}

extension Bench {
  /// The same models in other simulators, where they are installed.
  mutating func peers(_ engine: [String: Double]) {
    let python = ".venv-bench/bin/python"
    say(
      "\nM events per CPU second of others, median of 3 runs, and how many times the engine is as fast"
    )
    let models = Workload.all.filter { $0.loop != nil }
    say(padded("", 10) + models.map { padded($0.id, 18) }.joined())
    var fastest: [String: Double] = [:]
    for peer in Peer.all {
      var text = padded(peer.name, 10)
      let module = peer.script.split(separator: "_").first.map(String.init) ?? ""
      guard Program([python, "-c", "import \(module)"])?.used.code == 0 else {
        say(text + "not installed: left out")
        continue
      }
      for model in models {
        guard let customers = peer.customers[model.id] else {
          text += padded("not expressible", 18)
          continue
        }
        let runs = (1...3).compactMap { seed in
          Program([
            python, "-B", "\(folder)/Peers/\(peer.script)", "\(model.loop ?? 0)", "\(customers)",
            "\(seed)",
          ])?.measured
        }
        let isRight = agrees(peer.name, model, runs)
        let rate = median(rates(model, runs))
        let times = (engine[model.id] ?? .nan) / rate
        text += padded("\(figure(rate, 3)) (\(figure(times, times < 20 ? 1 : 0)) x)", 18)
        if !isRight { text += "OFF " }
        fastest[model.id] = max(fastest[model.id] ?? 0, rate)
        if peer.name == "SimPy" {
          aim("\(model.id) at least 40 times SimPy", figure(times, 0), times >= 40)
        }
      }
      say(text)
    }
    for model in models {
      guard let rate = fastest[model.id], let own = engine[model.id] else { continue }
      aim(
        "\(model.id) not slower than the fastest of them", "\(figure(own / rate, 1)) x", own >= rate
      )
    }
  }
}
