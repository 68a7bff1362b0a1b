extension DiagnosticPage {
  /// Steps that cannot be.
  static let steps: [DiagnosticPage] = [
    .init(
      "arch.after-then",
      "'then' hands the request on, so this component does nothing more for it. Put other steps "
        + "before it.", "calls: [{ then: worker }, { call: db }]"),
    .init(
      "arch.call-circle",
      "Calls that wait for each other in a circle would never end. Break the circle, or send "
        + "through a queue.", "a: { calls: [b] }\nb: { calls: [a] }"),
    .init(
      "arch.step-verb",
      "A step does exactly one thing: call, send, read, write, together, choose or then. Split it "
        + "or name one.", "- { call: db, write: db }"),
    .init(
      "arch.too-deep",
      "Steps lie inside each other deeper than four levels. Move the inner ones to a component "
        + "of their own.", "together: [{ choose: [{ do: [{ together: … }] }] }]"),
    .init(
      "arch.wrong-step",
      "The step or one of its fields has no meaning where it stands. The message says what may "
        + "stand there.", "- { then: worker, timeout: 1s }"),
    .init(
      "arch.wrong-target",
      "One cannot do this to a component of that kind. Use another verb or another target.",
      "- { write: web }"),
  ]

  /// Designs that do not hold together.
  static let designs: [DiagnosticPage] = [
    .init(
      "arch.bad-trace",
      "A file of recorded arrivals cannot be read at this place. Its first row names the columns, "
        + "'seconds' and perhaps 'operation'; every other row has a value for each, in order of "
        + "time.", "seconds,operation\n0.5,buy\nsoon,buy"),
    .init(
      "arch.bad-entry",
      "Users cannot call a component of this kind. Put a gateway or service in front of it.",
      "entry: jobs\ncomponents: { jobs: { kind: queue } }"),
    .init(
      "arch.missing-entry",
      "'entry' gives no component for one of the operations, so its requests would arrive nowhere. "
        + "Add the operation.", "entry: { browse: web }"),
    .init(
      "arch.no-components", "A design has at least one component. Add one under 'components'.",
      "components: {}"),
    .init(
      "arch.no-operations", "A workload has at least one operation. Add what users ask for.",
      "workload: { lasts: 1min, operations: {} }"),
    .init(
      "arch.no-sites",
      "'sites' is there but names none. Name one or delete the key: then all "
        + "stands in one site.", "sites: {}"),
    .init(
      "arch.no-zones", "A site has at least one zone. Name one or delete the key.",
      "sites: { north: { zones: [] } }"),
    .init(
      "arch.field-not-for-kind",
      "The field has no effect on a component of this kind, so it would only look like a measure. "
        + "Delete it; the message lists the fields that the kind has.",
      "db: { kind: database, replicas: 3 }"),
    .init(
      "arch.copies-without-mode",
      "There are several copies, but nothing says how they follow the leader. State "
        + "'mode: sync', 'async' or 'quorum'.", "replication: { copies: 3 }"),
    .init(
      "arch.missing-replicas",
      "'replicas' is a map by site and leaves one of the sites out. Give each site a number.",
      "at: [north, south]\nreplicas: { north: 2 }"),
    .init(
      "arch.too-few-sites",
      "Copies across sites need a site for each, and 'at' names fewer. Add sites or lower 'copies'.",
      "at: [north]\nreplication: { mode: sync, copies: 3, across: site }"),
    .init(
      "arch.too-many-copies",
      "So many copies cannot be simulated. The limit is 10000 of one component.",
      "replicas: 1M"),
    .init(
      "arch.no-machine",
      "Work on processors, and memory that requests use, need a machine, and this kind has none of "
        + "its own. State its 'size'.",
      "vendor: { kind: external, work: { mean: 5ms, cpu: 40% } }"),
    .init(
      "arch.load-of-exercise",
      "Load and faults of a submission come from the exercise, so that all designs meet the same. "
        + "Delete the key, or use 'windtunnel simulate' with a file without 'exercise'.",
      "exercise: a/b\nworkload: { … }"),
    .init(
      "arch.endless-journey",
      "A session would never end, or hardly ever: from some operation there is no way out. Let the "
        + "shares of 'next' add to less than 100% somewhere on every way, the remainder leaves; or "
        + "give the journey a 'length'.", "walk: { browse: { next: browse } }"),
    .init(
      "arch.never-reached",
      "'walk' says what follows an operation that no session asks for. Name it in 'start' or in "
        + "some 'next', or delete it.", "start: browse\nwalk: { browse: {}, buy: { think: 2s } }"),
    .init(
      "arch.faults-without-load",
      "Faults need something that runs. Add a 'workload' to the file.",
      "faults: [{ crash: web, at: 10s }]"),
    .init(
      "arch.no-load",
      "To be run again and again a design needs a load whose rates are known: a 'workload' of its "
        + "own, or an exercise. Recorded arrivals cannot be scaled by 'load'.",
      "windtunnel sweep design.arch.yaml --vary load=1..2"),
  ]

  /// What the analytic pass warns of.
  static let predictions: [DiagnosticPage] = [
    .init(
      "analytic.saturated",
      "Queueing theory says that a component is asked for more than its slots can do: what waits "
        + "there grows without end, or is refused. Give it more slots, or ask it less; the message "
        + "names the fields.",
      "web: { kind: service, concurrency: 1, work: 10ms }   # at 200/s")
  ]
}
