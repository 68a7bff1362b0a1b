import PluginAPI
import Quantities

/// What breaks the design of the sample report.
enum SampleFailures {
  static var results: FailureResults {
    var results = FailureResults(cutSize: 2)
    results.units = [
      FailureUnit(
        id: "zone:north.a", kind: .zone, about: "zone 'north.a'", unavailability: 1.7e-4),
      FailureUnit(
        id: "component:web", kind: .component, about: "a fault in all copies of 'web'",
        unavailability: 2.3e-6),
      FailureUnit(
        id: "copy:web/1", kind: .copy, about: "copy 1 of 'web' (north.a)", unavailability: 2e-5),
      FailureUnit(
        id: "copy:web/2", kind: .copy, about: "copy 2 of 'web' (north.b)", unavailability: 2e-5),
    ]
    var buy = OperationFailures(operation: "buy")
    buy.cutSets = [["zone:north.a"], ["component:web"], ["copy:web/1", "copy:web/2"]]
    buy.unavailability = 1.75e-4
    buy.survivesZone = false
    buy.survivesSite = true
    buy.contributions = [
      Contribution(unit: "zone:north.a", birnbaum: 0.99, fussellVesely: 0.97),
      Contribution(unit: "component:web", birnbaum: 0.98, fussellVesely: 0.013),
    ]
    var look = OperationFailures(operation: "look")
    look.unavailability = 0
    look.survivesZone = true
    look.survivesSite = true
    var lost = OperationFailures(operation: "lost")
    lost.contributions = []
    results.operations = [buy, look, lost]
    results.stores = [
      StoreDurability(
        component: "db", rpo: TimeSpan(nanoseconds: 2_000_000_000),
        rto: TimeSpan(nanoseconds: 30_000_000_000),
        because: ["copies are up to 2s behind", "another member takes over in 30s"]),
      StoreDurability(
        component: "log", rpo: nil, rto: TimeSpan(nanoseconds: 10_800_000_000_000),
        because: ["all copies stand in zone 'north.a', and what is lost with it does not come back"]
      ),
    ]
    results.stores[0].wiped = WipedStore(
      rpo: TimeSpan(nanoseconds: 3_600_000_000_000), rto: TimeSpan(nanoseconds: 600_000_000_000))
    results.notes = ["the design has too many combinations of failures to be followed"]
    return results
  }
}
