extension ResultSchema {
  static var predicted: [(String, [String: JSONValue])] {
    [
      (
        "prediction",
        object(
          "What queueing theory says of a load, without simulating it.",
          [
            ("operations", byName("By operation.", ref("predicted_operation"))),
            ("components", byName("By component.", ref("predicted_component"))),
            ("at_mean", refOrNull("load_limit", "As the mean load grows; null without a limit.")),
            ("at_peak", refOrNull("load_limit", "As its peak grows; null where no rate varies.")),
            ("closed", list("Bounds for users who come again.", of: ref("closed_bounds"))),
            ("warnings", list("What cannot keep up.", of: ref("finding"))),
            ("left_out", texts("What is taken for granted and not kept by the design.")),
          ])
      ),
      ("predicted_operation", object("What is predicted for an operation.", predictedOperation)),
      ("predicted_component", object("What is predicted for a component.", predictedComponent)),
      (
        "load_limit",
        object(
          "How far a load can grow.",
          [
            ("bottleneck", text("The component that is full first.")),
            ("utilisation", perhaps("number", "That of its busiest copy under the load as it is.")),
            ("factor", number("On all arrival rates; below 1 it is full already.")),
          ])
      ),
      (
        "closed_bounds",
        object(
          "Asymptotic bounds for a fixed number of users.",
          [
            ("operation", text("The operation.")), ("users", whole("Their number.")),
            ("think", number("Mean time between requests.")),
            ("unloaded", perhaps("number", "Mean time of a request that waits nowhere.")),
            ("bottleneck", perhaps("string", "What limits them; null where nothing does.")),
            ("throughput", perhaps("number", "The greatest throughput.")),
            ("latency", perhaps("number", "The least mean latency.")),
            ("knee", perhaps("number", "Users from which on some must wait.")),
          ])
      ),
    ]
  }

  private static var predictedOperation: [Member] {
    [
      ("rate", number("Requests per second on average over the kept time.")),
      ("peak_rate", number("The greatest rate of the kept time.")),
      ("latency", perhaps("number", "Mean latency of answered requests.")),
      ("admitted", perhaps("number", "Share of the arrivals that find room everywhere.")),
      ("exact", perhaps("string", "The theory that makes it exact; null for approximations.")),
      ("because", texts("Why a value is missing or approximate.")),
    ]
  }

  private static var predictedComponent: [Member] {
    [
      ("visits", byName("Mean visits per request, by operation.", ["type": .string("number")])),
      ("arrivals", perhaps("number", "Visits per second, those to the members of a shard apart.")),
      ("work", number("Mean work of a visit.")),
      ("held", perhaps("number", "Mean time a visit keeps its slot.")),
      ("utilisation", perhaps("number", "Share of slots in use; above 1 more is asked.")),
      ("busiest", perhaps("number", "That of the busiest copy.")),
      ("busiest_at_peak", perhaps("number", "The same at the peak of the load.")),
      ("waiting", perhaps("number", "Mean wait for a slot.")),
      ("time", perhaps("number", "Mean time from coming in to giving the slot back.")),
      ("exact", perhaps("string", "The theory that makes it exact; null for approximations.")),
    ]
  }
}
