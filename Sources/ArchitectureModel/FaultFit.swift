import Quantities

/// What some faults need of the component that they hit.
public enum FaultFit {
  /// Why a fault cannot hit a component; nil where it can.
  public static func problem(
    _ verb: String, _ component: Component
  ) -> (message: String, allowed: String)? {
    let id = component.id
    switch verb {
    case "primary" where !component.isLed || component.replication.copies < 2:
      return (
        "'\(id)' has no primary: nothing follows it",
        "a store or broker with 'replication', or 'crash'"
      )
    case "lag" where !component.isLed || component.replication.mode != .async:
      return ("no copy of '\(id)' is ever behind", "a store with 'replication: { mode: async }'")
    case "skew" where !component.has("store") || component.replication.mode != .async:
      return (
        "no follower of '\(id)' asks its clock what it may answer",
        "a store with 'replication: { mode: async }' and bounded reads"
      )
    case "wipe" where !component.isLed || !component.has("durable"):
      return ("'\(id)' keeps no data that could be lost", "a durable store or broker")
    case "flush" where component.keeping == nil:
      return (
        "nothing is known of what '\(id)' holds: emptying it would change nothing",
        "a cache with 'fronts' and 'capacity' or 'ttl'"
      )
    case "less" where component.concurrency.value == nil:
      return (
        "'\(id)' has any number of slots, of which none can be taken",
        "a component with 'concurrency'"
      )
    case "random" where (component.failureTimes?.lasts.value ?? .zero) <= .zero:
      return (
        "nothing says how long '\(id)' is down when it fails",
        "a component with 'fails: { every, lasts }'"
      )
    default: return nil
    }
  }
}
