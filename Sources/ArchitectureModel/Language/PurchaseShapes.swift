/// The shapes of what a component is bought as.
enum PurchaseShapes {
  /// Fields of a component.
  static let fields: [FieldRecord] = [
    FieldRecord(
      "size", .shape("machine_size"), .number,
      """
      The machine that each copy is bought as; the kind's if absent. Its cores bound the part of \
      `work` that needs a processor, its memory what `uses` it.
      """, acts: [.simulation, .cost], traits: ["compute", "store", "broker"],
      example: "{ cpu: 4, memory: 16GiB }"),
    FieldRecord(
      "commit", .choice(["none", "1y", "3y", "spot"]), .mechanism,
      """
      How long its machines are taken for; the price book says what that saves. `spot` machines are \
      left over by others: each is taken back every ten months on average and replaced in 90 s, or \
      in `restart` if that is longer, which counts in 'fails' and so in the availability and in \
      `random` faults. For what keeps no data.
      """, acts: [.cost, .failure],
      fallback: "none", traits: ["compute", "store", "broker"]),
    FieldRecord(
      "price", .money, .number,
      """
      What one machine costs by the hour or month, in place of the price book, where the design \
      runs without an exercise. In a submission it is shown as claimed and the book is used.
      """, acts: [.cost], traits: ["compute", "store", "broker"], example: "0.192 USD/h"),
  ]

  static let size = Shape(
    "machine_size", title: "Machine", about: "The machine that each copy is bought as.",
    [
      FieldRecord(
        "cpu", .number(min: 0.1, max: 1024), .number,
        "Processor cores. They run the `cpu` part of `work`.", acts: [.simulation, .cost],
        claim: .lower, example: "4"),
      FieldRecord(
        "memory", .size, .number, "Memory. It bounds how many requests fit that say what they use.",
        acts: [.simulation, .cost], claim: .lower, example: "16GiB"),
      FieldRecord(
        "disk", .size, .mechanism,
        "Disk, paid for in place of what is kept where it is more.", acts: [.cost],
        example: "500GiB"),
    ])
}
