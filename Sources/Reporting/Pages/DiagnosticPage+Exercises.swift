extension DiagnosticPage {
  /// Problems of exercise files, for instructors.
  static let exercises: [DiagnosticPage] = [
    .init(
      "exercise.bad-admit",
      "'admit' says which answers count beside full ones. That has a meaning for a percentile, "
        + "success and recovery; other measures do not go by it. Leave it out.",
      "measure: order.throughput\nadmit: [degraded]"),
    .init(
      "exercise.bad-bound",
      "A requirement needs two different values, in the unit of its measure: one that earns all "
        + "points and one that earns none. Correct 'full_at' or 'zero_at'.",
      "full_at: 300ms\nzero_at: 300ms"),
    .init(
      "exercise.bad-distance", "A distance lies between exactly two places. Name two.",
      "between: [berlin]"),
    .init(
      "exercise.bad-load",
      "The load model cannot make a load from these settings together. The message says which one "
        + "to change.", "settings: { from: 9/s, to: 4/s }"),
    .init(
      "exercise.bad-parameter",
      "A parameter takes its values from 'one_of', or from 'from', 'to' and 'step' with the same "
        + "unit. State one of the two.", "parameters: { peak: { from: 100/s } }"),
    .init(
      "exercise.bad-target",
      "The target of a fault names no trait, kind, data or operation that is known. Faults choose "
        + "their targets so because the names in a student's design are not known.",
      "crash: { trait: durabel }"),
    .init(
      "exercise.declared-points",
      "Checks that go by what a design declares carry more than a fifth of the points. Move points "
        + "to requirements that are measured.", "points: { automatic: 50 }\nchecks: (20 points)"),
    .init(
      "exercise.duplicate-id", "Two requirements have the same id. Rename one.",
      "requirements: [{ id: fast, … }, { id: fast, … }]"),
    .init(
      "exercise.fault-verb",
      "A fault does exactly one of crash, lose, slow and errors. Split it or name one.",
      "- { crash: { trait: store }, slow: { trait: store }, at: 10s }"),
    .init(
      "exercise.missing-operation",
      "The load model sends an operation that 'operations' does not describe. Add it.",
      "operations: { browse: {} }"),
    .init(
      "exercise.no-scenario",
      "The measure is taken in a scenario, and the requirement names none. Add 'in'.",
      "measure: buy.latency.p99"),
    .init(
      "exercise.points",
      "The points of requirements and checks do not add to 'automatic'. Correct one of them.",
      "points: { automatic: 60 }"),
    .init(
      "exercise.unknown-check", "No active plugin has a check of this id. Correct it.",
      "check: foundations.one-zoen"),
    .init(
      "exercise.unknown-load", "No active plugin has a load model of this id. Correct it.",
      "load: { model: foundations/stedy }"),
    .init(
      "exercise.unknown-measure",
      "The measure is no path into the result and no measure of a plugin. The message lists the "
        + "forms.", "measure: buy.latency.p98"),
    .init(
      "exercise.unknown-moment",
      "'at' is neither a moment that the load model names nor a duration. See the moments with "
        + "'windtunnel load ID'.", "at: doors_opne"),
    .init(
      "exercise.unknown-operation",
      "The name is no operation of this exercise. Correct it, or delete what the load never sends.",
      "serves: bui"),
    .init(
      "exercise.unknown-parameter", "'param' names no parameter of the exercise. Declare it.",
      "rate: { param: peek }"),
    .init(
      "exercise.unknown-region",
      "A place pays the prices of a region that the price book does not have. Correct it.",
      "places: { europe: { share: 40%, prices: eu-wset } }"),
    .init(
      "exercise.unknown-scenario", "'in' names no scenario of the exercise. Correct it.",
      "in: paek"),
    .init(
      "exercise.unknown-setting",
      "The load model has no setting of this name. 'windtunnel explain' with the model's id lists "
        + "them.", "settings: { rat: 9/s }"),
    .init(
      "exercise.unused-scenario",
      "Availability, nines, survives, rpo and rto follow from the design and are the same in every "
        + "scenario. Take 'in' away.", "measure: buy.nines\nin: evening"),
    .init(
      "exercise.wrong-id",
      "The id differs from the path of the folder under Exercises. Make them the same.",
      "id: foundations/shop   # in Exercises/foundations/ticket-shop"),
  ]
}
