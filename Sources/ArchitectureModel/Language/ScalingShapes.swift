/// The shapes of copies that come and go.
enum ScalingShapes {
  /// Fields of a component.
  static let fields: [FieldRecord] = [
    FieldRecord(
      "scale", .shape("scale"), .mechanism,
      """
      Copies are added and taken away with the load, at each site by itself. Every 15 s the number \
      that is wanted is copies x signal / `target`, rounded up; within 10 % of the target nothing \
      is done. `replicas` says how many there are at the start, `min` if absent. A copy that is \
      taken away gets nothing new and finishes what it has. For the availability over years the \
      least number counts. A function scales by itself; here it may say `min` and `max` only.
      """, acts: [.simulation, .failure, .cost],
      source: """
        the algorithm, its period and its tolerance are those of Kubernetes' horizontal pod \
        autoscaler
        """, traits: ["compute"], example: "{ min: 2, max: 20, by: busy, target: 60% }"),
    FieldRecord(
      "startup", .spread, .number,
      "Time until a new copy serves, where `scale` says no `warmup`.", acts: [.simulation],
      fallback: "30s", source: "typical start of a container with its checks", traits: ["compute"],
      claim: .lower),
    FieldRecord(
      "uses", .shape("uses"), .mechanism,
      "What one request occupies on the machine for its whole stay, waiting included.",
      acts: [.simulation, .failure], traits: ["compute"], example: "{ memory: 120MiB }"),
  ]

  static let scale = Shape(
    "scale", title: "Scaling", about: "How the number of copies follows the load.",
    [
      FieldRecord(
        "min", .count(min: 0, none: false), .number,
        """
        The least copies at each site, at least 1. Of a function: copies that stay however idle \
        they are, and are paid; none if absent.
        """,
        acts: [.simulation, .failure, .cost], example: "2"),
      FieldRecord(
        "max", .count(min: 1, none: false), .required, "The most copies at each site.",
        acts: [.simulation, .cost], example: "20"),
      FieldRecord(
        "by", .choice(["busy", "queue_depth", "rate"]), .mechanism,
        """
        What is watched, per running copy: the share of slots in use since the last look; the \
        requests and messages that wait now; or calls per second since the last look.
        """, acts: [.simulation], fallback: "busy"),
      FieldRecord(
        "target", .either([.share, .number(min: 0, max: 1e9)]), .number,
        "The value aimed at: a share for `busy`, a number for `queue_depth` and `rate`. 60% for `busy` if absent.",
        acts: [.simulation], example: "60%"),
      FieldRecord(
        "warmup", .duration, .number,
        "From the decision until a new copy serves; its `startup` if absent.",
        acts: [.simulation], claim: .lower, example: "40s"),
      FieldRecord(
        "cooldown", .duration, .number, "From the last change until copies are taken away.",
        acts: [.simulation, .cost], fallback: "3min",
        source: "of the order of Kubernetes' default stabilisation window of 300 s"),
      FieldRecord(
        "step", .count(min: 1, none: false), .number,
        "The most copies that are added or taken away at one look.", acts: [.simulation],
        fallback: "1"),
    ])

  static let uses = Shape(
    "uses", title: "Use of a machine", about: "What a request occupies while it is there.",
    [
      FieldRecord(
        "memory", .size, .required,
        "As many requests are let in, waiting ones included, as fit into `size.memory`.",
        acts: [.simulation, .failure], example: "120MiB")
    ])

  static let all = [scale, uses]
}
