/// The shapes of the top level of an architecture file.
enum TopShapes {
  static let architecture = Shape(
    "architecture", title: "The file", about: "One architecture, a YAML document.",
    [
      FieldRecord(
        "format", .choice(["arch/1"]), .required, "The version of the language.",
        acts: [.simulation, .policy, .review], example: "arch/1"),
      FieldRecord(
        "exercise", .text, .mechanism,
        """
        The exercise that gives load, requirements and scenarios; needed by `check` and \
        `evaluate` unless `--exercise` names it.
        """, acts: [.simulation, .policy, .review], example: "foundations/first-service"),
      FieldRecord(
        "name", .text, .documentation, "The name of the design, for reports.", acts: [.review],
        example: "First attempt"),
      FieldRecord(
        "summary", .text, .documentation, "The design in a sentence, for reports.",
        acts: [.review]),
      FieldRecord(
        "owner", .text, .documentation, "Who submits the design, for reports.", acts: [.review]),
      FieldRecord(
        "entry", .either([.reference(.component), .map(keys: .operation, .reference(.component))]),
        .required,
        "The component that receives each operation; one name alone receives all of them.",
        acts: [.simulation, .failure], example: "web"),
      FieldRecord(
        "sites", .map(keys: nil, .shape("site")), .number,
        "The sites; without them everything stands in one zone of one site without network time.",
        acts: [.simulation, .failure, .policy]),
      FieldRecord(
        "boundaries", .map(keys: nil, .shape("boundary")), .statement,
        "Zones of trust; calls that cross them are judged.", acts: [.policy, .review]),
      FieldRecord(
        "data", .map(keys: nil, .shape("data")), .statement,
        """
        Data classes that the design adds to those of the exercise; those of the exercise cannot \
        be changed.
        """, acts: [.simulation, .policy]),
      FieldRecord(
        "distributions", .map(keys: nil, .either([.shape("distribution_file"), .spread])), .number,
        "Named spreads, or CSV files of measured values, for `{ like: NAME }`.",
        acts: [.simulation]),
      FieldRecord(
        "defaults", .shape("defaults"), .number,
        "Values for components and calls that do not state their own.",
        acts: [.simulation, .failure, .cost, .policy, .review]),
      FieldRecord(
        "variants", .map(keys: nil, .shape("variant")), .documentation,
        """
        Alternatives to this design, by name: `windtunnel compare FILE` runs them beside it. They \
        change nothing in the design itself.
        """, acts: [.review], example: "{ one_zone: { set: { components.web.spread: none } } }"),
      FieldRecord(
        "components", .map(keys: nil, .shape("component")), .required,
        "The parts of the design by id.", acts: [.simulation, .failure, .cost, .policy, .review]),
      FieldRecord(
        "priority", .list(.reference(.operation)), .number,
        """
        Operations in the order of their importance, the most important first, for waiting rooms \
        with `order: priority` and for `shed_from`; operations that are not listed come last, \
        together.
        """, acts: [.simulation], example: "[buy, browse]"),
      FieldRecord(
        "goals", .map(keys: .operation, .shape("goal")), .statement,
        "The design's own promises per operation, compared with the simulated values.",
        acts: [.review]),
      FieldRecord(
        "decisions", .list(.shape("decision")), .documentation,
        "Choices with their reasons; the report shows them to reviewers.", acts: [.review]),
      FieldRecord(
        "assumptions", .list(.shape("assumption")), .documentation,
        "What must hold for the design to work; the report shows it to reviewers.",
        acts: [.review]),
      FieldRecord(
        "workload", .shape("workload"), .mechanism,
        "The file's own load: the file runs with `simulate`, without an exercise.",
        acts: [.simulation]),
      FieldRecord(
        "faults", .list(.shape("fault")), .mechanism,
        "What breaks and when, in a file with its own `workload`.", acts: [.simulation]),
    ])

  static let site = Shape(
    "site", title: "Site", about: "A region or data centre, with failure zones.",
    [
      FieldRecord(
        "zones", .list(.identifier), .number, "The failure zones of the site.",
        acts: [.simulation, .failure], fallback: "[z1]", example: "[a, b]"),
      FieldRecord(
        "place", .reference(.place), .number,
        "The place of the exercise where the site stands; latencies then come from the exercise.",
        acts: [.simulation, .failure]),
      FieldRecord(
        "zone_latency", .duration, .number, "One way, from zone to zone.",
        acts: [.simulation, .failure],
        fallback: "500us",
        source: "cross-zone round trips of 0.25 to 3.4 ms measured in public clouds (2020)",
        claim: .lower),
      FieldRecord(
        "latency_to", .map(keys: .site, .duration), .number,
        "One way, to another site; one direction is enough. 30ms where nothing is stated.",
        acts: [.simulation, .failure], claim: .lower, example: "{ south: 9ms }"),
      FieldRecord(
        "bandwidth_to", .map(keys: .site, .bandwidth), .number,
        """
        Bandwidth of the link to another site: an item's size over it is added to the latency. \
        10Gbps where nothing is stated.
        """, acts: [.simulation], claim: .higher, example: "{ south: 1Gbps }"),
      FieldRecord(
        "prices", .identifier, .number,
        """
        The region of the price book that the site pays; that of its place where the exercise \
        says one, the book's own if absent.
        """, acts: [.cost], example: "eu-west"),
      FieldRecord(
        "fails", .shape("place_fails"), .number,
        "How often the whole site is lost; every 5y for 4h where nothing is stated.",
        acts: [.failure],
        source: "the 99.99% a month that Amazon's Compute SLA (2022) promises for a region"),
      FieldRecord(
        "zone_fails", .shape("place_fails"), .number,
        """
        How often each zone is lost by itself; every 2y for 3h where nothing is stated.
        """, acts: [.failure],
        source: "99.982% for a tier III data centre: Uptime Institute, 2006"),
    ])

  static let placeFails = Shape(
    "place_fails", title: "Failing of a place",
    about: "How often a site or a zone is lost with all that stands in it.",
    [
      FieldRecord(
        "every", .duration, .number, "Mean time from one loss to the next.", acts: [.failure],
        claim: .higher, example: "2y"),
      FieldRecord(
        "lasts", .duration, .number, "Mean duration of a loss.", acts: [.failure],
        claim: .lower, example: "3h"),
    ])

  static let boundary = Shape(
    "boundary", title: "Boundary", about: "A zone of trust.",
    [
      FieldRecord(
        "trust", .choice(["none", "low", "high"]), .statement,
        "How far callers inside it are trusted.", acts: [.policy]),
      FieldRecord("title", .text, .documentation, "A name for reports.", acts: [.review]),
    ])

  static let data = Shape(
    "data", title: "Data class", about: "A kind of item that is kept or sent.",
    [
      FieldRecord(
        "class", .choice(["public", "internal", "confidential", "secret"]), .statement,
        "How sensitive the data are.", acts: [.policy]),
      FieldRecord(
        "size", .size, .number, "One item; it takes time on links between sites.",
        acts: [.simulation, .cost], fallback: "1KiB", source: "a small JSON record"),
      FieldRecord(
        "items", .count(min: 0, none: false), .statement,
        "How many there are; the bill charges for keeping them.", acts: [.cost], example: "4M"),
      FieldRecord(
        "keep", .duration, .statement,
        """
        How long the data must be kept. Where `items` is not stated, the bill charges for what is \
        written in that time.
        """, acts: [.policy, .cost], example: "7y"),
      FieldRecord(
        "must", .list(.choice(["durable", "write_once"])), .statement,
        "Properties that every holder needs.", acts: [.policy]),
    ])

  static let distributionFile = Shape(
    "distribution_file", title: "Measured distribution",
    about: "A CSV file of measured durations.",
    [
      FieldRecord(
        "file", .text, .required,
        """
        A CSV file below the folder of the architecture: one duration a line, or `share,duration` \
        with rising shares up to 1.
        """, acts: [.simulation], example: "search-times.csv")
    ])

  static let defaults = Shape(
    "defaults", title: "Defaults of the file",
    about: "Values for elements that do not state their own, where their kind has the field.",
    [
      FieldRecord(
        "component", .shape("component_defaults"), .number, "For components.",
        acts: [.simulation, .failure, .cost, .policy, .review]),
      FieldRecord(
        "call", .shape("call_defaults"), .number, "For steps that call, send, read or write.",
        acts: [.simulation, .failure, .policy]),
    ])

  static let goal = Shape(
    "goal", title: "Goal", about: "A promise of the design about one operation.",
    [
      FieldRecord(
        "p50", .duration, .statement, "Median latency over all arrivals.", acts: [.review]),
      FieldRecord("p95", .duration, .statement, "95th percentile.", acts: [.review]),
      FieldRecord("p99", .duration, .statement, "99th percentile.", acts: [.review]),
      FieldRecord(
        "success", .share, .statement, "Share of arrivals that end full.", acts: [.review]),
    ])

  static let decision = Shape(
    "decision", title: "Decision", about: "An architecture decision.",
    [
      FieldRecord("id", .identifier, .required, "A short id.", acts: [.review], example: "D1"),
      FieldRecord("chose", .text, .required, "What was chosen.", acts: [.review]),
      FieldRecord("because", .text, .required, "Why.", acts: [.review]),
      FieldRecord(
        "instead_of", .list(.text), .documentation, "The alternatives.", acts: [.review]),
      FieldRecord("costs", .text, .documentation, "What it costs.", acts: [.review]),
      FieldRecord(
        "affects", .list(.reference(.component)), .documentation, "The components it shapes.",
        acts: [.review]),
    ])

  static let assumption = Shape(
    "assumption", title: "Assumption", about: "Something that must hold.",
    [
      FieldRecord("id", .identifier, .required, "A short id.", acts: [.review], example: "A1"),
      FieldRecord("says", .text, .required, "What is assumed.", acts: [.review]),
      FieldRecord(
        "if_wrong", .text, .documentation, "What has to change otherwise.", acts: [.review]),
    ])

  static let variant = Shape(
    "variant", title: "Variant",
    about: """
      An alternative to the design: the file with some values put in place of others. It is read \
      with all rules, as a file of its own. A path is the keys on the way with points between them; \
      `[0]` is the first item of a list, `calls[db]` the call to `db`.
      """,
    [
      FieldRecord("about", .text, .documentation, "What it is for.", acts: [.review]),
      FieldRecord(
        "set", .anything, .documentation, "Values by their paths.",
        acts: [.review], example: "{ components.db.replication.copies: 3 }"),
      FieldRecord(
        "remove", .list(.text), .documentation, "Paths that are left out.", acts: [.review],
        example: "[components.cache]"),
    ])
}
