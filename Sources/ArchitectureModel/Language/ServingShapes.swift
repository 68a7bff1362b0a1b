/// The shapes of what a copy does with those who come.
enum ServingShapes {
  /// What may be said of components that do work.
  private static let working = ["compute", "store", "outside", "volatile"]

  static let fields: [FieldRecord] = [
    FieldRecord(
      "sharing", .choice(["fifo", "equal"]), .number,
      """
      `fifo`: each request has a slot for itself. `equal`: all present share `concurrency` units \
      of speed, none getting more than one; at most `concurrency` + `queue.limit` are let in and \
      nobody waits.
      """, acts: [.simulation], fallback: "fifo", traits: working),
    FieldRecord(
      "slowdown", .shape("slowdown"), .mechanism,
      """
      Work takes longer the busier a copy is: by 1 + factor x b^exponent, or by \
      e^(factor x b^exponent); b is the number of requests in progress on the copy, this one \
      included, over `concurrency`. With slots the factor is taken when the service starts; with \
      equal sharing the speed follows b all along.
      """, acts: [.simulation], traits: working, example: "{ shape: polynomial, factor: 0.5 }"),
    FieldRecord(
      "batch", .shape("batch"), .mechanism,
      """
      Serves in groups: a free slot starts a group when `size` wait, or when the first has waited \
      `wait`. All members are answered at its end; the component's own `work` is not used.
      """, acts: [.simulation], traits: working, example: "{ size: 20, wait: 5ms, work: 8ms }"),
    FieldRecord(
      "tick", .duration, .mechanism,
      """
      Service starts on a beat, at whole multiples of this from the start of the run: what came \
      before a beat starts at it, up to `concurrency`, and is answered when its work ends. Who is \
      still busy at the beat keeps the slot.
      """, acts: [.simulation], traits: working, example: "16ms"),
  ]

  static let queue = Shape(
    "queue", title: "Waiting room", about: "Where requests wait for a slot.",
    [
      FieldRecord(
        "limit", .count(min: 0, none: true), .number,
        "Requests that may wait, per copy, those in service not counted.",
        acts: [.simulation, .failure, .policy], example: "256"),
      FieldRecord(
        "on_full", .choice(["reject", "drop_oldest", "block"]), .number,
        """
        What a full waiting room does: it refuses the newcomer at once; or it puts out the one \
        that has waited longest and lets the newcomer in; or it lets the caller wait for room, \
        within its time-out and with its slot.
        """, acts: [.simulation], fallback: "reject"),
      FieldRecord(
        "order", .choice(["fifo", "lifo", "priority"]), .number,
        """
        Who is served next: who has waited longest, who has waited shortest, or by the file's \
        `priority` of the operations, then who has waited longest. Nobody is interrupted.
        """, acts: [.simulation], fallback: "fifo"),
      FieldRecord(
        "max_wait", .duration, .mechanism,
        """
        A request that has waited so long for a slot is refused at that moment, counted from \
        entering the waiting room.
        """, acts: [.simulation, .failure], example: "200ms"),
      FieldRecord(
        "shed_from", .share, .mechanism,
        """
        Keeps places for what matters: from this share of `limit` on, the operation that stands \
        last in the file's `priority` is refused; the limits of the others are evenly spaced up \
        to the whole, and the first is refused only when the room is full.
        """, acts: [.simulation, .failure],
        source: """
          criticality in load shedding: Betsy Beyer and others, "Site Reliability Engineering", \
          2016, chapter 21
          """, example: "50%"),
    ])

  static let slowdown = Shape(
    "slowdown", title: "Slowdown",
    about: "Garbage collection, lock contention, memory pressure: what makes a busy copy slow.",
    [
      FieldRecord(
        "shape", .choice(["polynomial", "exponential"]), .number, "The shape of the factor.",
        acts: [.simulation], fallback: "polynomial"),
      FieldRecord(
        "factor", .number(min: 0, max: 1000), .required,
        "How strong it is: 0.5 makes work half as long again on a copy whose slots are all in use.",
        acts: [.simulation], example: "0.5"),
      FieldRecord(
        "exponent", .number(min: 0, max: 20), .number, "How sharply it sets in.",
        acts: [.simulation], fallback: "1"),
    ])

  static let batch = Shape(
    "batch", title: "Batch", about: "Group commit, inference on accelerators, blocks.",
    [
      FieldRecord(
        "size", .count(min: 1, none: false), .required,
        "The number that starts a group at once, and the most in one.", acts: [.simulation],
        example: "20"),
      FieldRecord(
        "wait", .duration, .number,
        "How long the first one waits for others; at 0 a group takes whoever is there.",
        acts: [.simulation], fallback: "0s"),
      FieldRecord(
        "work", .spread, .required, "Busy time of a group, drawn once.", acts: [.simulation],
        example: "8ms"),
      FieldRecord(
        "each", .duration, .number, "Further busy time for each member.", acts: [.simulation],
        fallback: "0s"),
    ])

  static let all = [queue, slowdown, batch]
}
