/// The shapes of `exercise.yaml` and `expect.yaml`.
enum ExerciseShapes {
  static let exercise = Shape(
    "exercise", title: "Exercise", about: "What an instructor writes.",
    [
      FieldRecord("format", .choice(["exercise/1"]), .required, "The version.", acts: [.review]),
      FieldRecord(
        "id", .text, .required, "`domain/name`, the path of the folder under Exercises.",
        acts: [.review]),
      FieldRecord("version", .text, .required, "A semantic version.", acts: [.review]),
      FieldRecord("title", .text, .required, "The title.", acts: [.review]),
      FieldRecord(
        "kind", .choice(["presentation", "project", "lesson", "capstone", "master_class"]),
        .required, "Its part in the course.", acts: [.review]),
      FieldRecord(
        "level", .choice(["starter", "senior", "expert"]), .required,
        "What `not stated` means for checks, and which targets they use.", acts: [.policy]),
      FieldRecord(
        "lesson", .count(min: 1, none: false), .documentation, "The lesson it belongs to.",
        acts: [.review]),
      FieldRecord("points", .shape("points"), .required, "Points.", acts: [.review]),
      FieldRecord(
        "objectives", .list(.shape("objective")), .documentation, "What is learnt.",
        acts: [.review]),
      FieldRecord("brief", .text, .required, "A Markdown file in the folder.", acts: [.review]),
      FieldRecord(
        "parameters", .map(keys: nil, .shape("exercise_parameter")), .number,
        "Values that differ between students' variants.", acts: [.simulation]),
      FieldRecord(
        "places", .map(keys: nil, .shape("place")), .number, "Where users are.",
        acts: [.simulation]),
      FieldRecord(
        "distances", .list(.shape("distance")), .number, "One-way latencies between places.",
        acts: [.simulation]),
      FieldRecord(
        "data", .map(keys: nil, .shape("data")), .statement, "Data of the exercise.",
        acts: [.simulation, .policy]),
      FieldRecord(
        "operations", .map(keys: nil, .shape("exercise_operation")), .required,
        "What users ask for, and what each request owes.", acts: [.simulation]),
      FieldRecord("load", .shape("load"), .required, "The load model.", acts: [.simulation]),
      FieldRecord(
        "scenarios", .map(keys: nil, .shape("scenario")), .required,
        "Windows of the load, each a run of seconds to minutes.", acts: [.simulation]),
      FieldRecord(
        "requirements", .list(.shape("requirement")), .required,
        "Measures that turn into points.", acts: [.review]),
      FieldRecord(
        "checks", .list(.shape("scored_check")), .documentation, "Checks that carry points.",
        acts: [.policy]),
      FieldRecord(
        "constraints", .shape("constraints"), .mechanism, "What a design may not do.",
        acts: [.policy, .cost]),
      FieldRecord(
        "prices", .text, .number,
        "A price book in the folder, `prices/1`; the teaching prices of the tool if absent.",
        acts: [.cost], example: "prices.yaml"),
      FieldRecord("hints", .list(.shape("hint")), .documentation, "Help.", acts: [.review]),
    ])

  static let parts: [Shape] = [
    Shape(
      "points", title: "Points", about: "How the points divide.",
      [
        FieldRecord(
          "automatic", .count(min: 1, none: false), .required, "Given by the tool.",
          acts: [.review]),
        FieldRecord(
          "review", .count(min: 0, none: false), .number, "Given by reviewers.", acts: [.review],
          fallback: "0"),
      ]),
    Shape(
      "objective", title: "Objective", about: "Something learnt.",
      [
        FieldRecord("id", .identifier, .required, "A short id.", acts: [.review]),
        FieldRecord("text", .text, .required, "In a sentence.", acts: [.review]),
      ]),
    Shape(
      "exercise_parameter", title: "Parameter", about: "Drawn from the variant's seed.",
      [
        FieldRecord("from", .text, .mechanism, "Least value, with its unit.", acts: [.simulation]),
        FieldRecord("to", .text, .mechanism, "Greatest value.", acts: [.simulation]),
        FieldRecord("step", .text, .mechanism, "Step between values.", acts: [.simulation]),
        FieldRecord("one_of", .list(.text), .mechanism, "The values.", acts: [.simulation]),
      ]),
    Shape(
      "place", title: "Place", about: "Where users are.",
      [
        FieldRecord("share", .share, .required, "Share of the users.", acts: [.simulation]),
        FieldRecord(
          "prices", .identifier, .number, "The region of the price book that sites there pay.",
          acts: [.cost]),
      ]),
    Shape(
      "distance", title: "Distance", about: "Latency between two places.",
      [
        FieldRecord(
          "between", .list(.reference(.place)), .required, "Two places.", acts: [.simulation]),
        FieldRecord("one_way", .duration, .required, "One way.", acts: [.simulation]),
      ]),
    Shape(
      "exercise_operation", title: "Operation of an exercise", about: "What each request owes.",
      [
        FieldRecord("about", .text, .documentation, "In a sentence.", acts: [.review]),
        FieldRecord(
          "obliges", .list(.shape("obligation")), .statement,
          "What each request must have done before its answer.", acts: [.simulation]),
        FieldRecord(
          "patience", .duration, .number, "How long a user waits.", acts: [.simulation],
          fallback: "30s", source: "classic limit of a web user's patience"),
      ]),
    Shape(
      "load", title: "Load", about: "Which load model, with which settings.",
      [
        FieldRecord("model", .reference(.loadModel), .required, "The model.", acts: [.simulation]),
        FieldRecord(
          "settings", .map(keys: nil, .either([.shape("parameter_use"), .text])), .number,
          "Its settings; `{ param: name }` takes a parameter.", acts: [.simulation]),
      ]),
    Shape(
      "parameter_use", title: "Use of a parameter", about: "Takes the variant's value.",
      [
        FieldRecord(
          "param", .reference(.parameter), .required, "The parameter.", acts: [.simulation])
      ]),
  ]

  static let scenario = Shape(
    "scenario", title: "Scenario", about: "A window of the load.",
    [
      FieldRecord("title", .text, .documentation, "In a few words.", acts: [.review]),
      FieldRecord(
        "at", .text, .required, "A moment that the load model names, or a duration from its start.",
        acts: [.simulation]),
      FieldRecord("lasts", .duration, .required, "Kept time.", acts: [.simulation]),
      FieldRecord(
        "warmup", .duration, .number, "Time before it that is simulated and thrown away.",
        acts: [.simulation], fallback: "0s"),
      FieldRecord(
        "faults", .list(.shape("scenario_fault")), .mechanism, "What breaks.",
        acts: [.simulation]),
      FieldRecord(
        "drill", .text, .mechanism,
        "A named drill of a plugin: what it breaks comes before what `faults` says.",
        acts: [.simulation], example: "trading.zone-loss"),
    ])

  static let target = Shape(
    "target", title: "Target of a fault",
    about: "Selects components of the submitted design; all stated conditions hold together.",
    [
      FieldRecord(
        "trait", .reference(.trait), .mechanism, "Kinds with the trait.", acts: [.simulation]),
      FieldRecord("kind", .reference(.kind), .mechanism, "Of this kind.", acts: [.simulation]),
      FieldRecord(
        "holds", .reference(.data), .mechanism, "Holders of the data.", acts: [.simulation]),
      FieldRecord(
        "serves", .reference(.operation), .mechanism, "On the path of the operation.",
        acts: [.simulation]),
      FieldRecord(
        "pick", .choice(["each", "primary", "replica", "zone", "site", "all"]), .number,
        """
        `each` and `all`: every copy of the match; `replica`: its first copy; `primary`: the \
        leaders; `zone` and `site`: where its first copy or leader stands.
        """, acts: [.simulation], fallback: "replica"),
    ])

  static let requirement = Shape(
    "requirement", title: "Requirement", about: "A measure and how it turns into points.",
    [
      FieldRecord("id", .identifier, .required, "A short id.", acts: [.review]),
      FieldRecord("text", .text, .required, "In a student's words.", acts: [.review]),
      FieldRecord(
        "measure", .text, .required, "A path into the result, such as `buy.latency.p99`.",
        acts: [.review]),
      FieldRecord("in", .text, .mechanism, "The scenario.", acts: [.review]),
      FieldRecord(
        "full_at", .text, .required, "Value that earns all points, with its unit.",
        acts: [.review]),
      FieldRecord(
        "zero_at", .text, .required, "Value that earns none, with its unit.", acts: [.review]),
      FieldRecord(
        "points", .count(min: 0, none: false), .required, "Points.", acts: [.review]),
      FieldRecord(
        "must", .flag, .number, "The exercise is met only if it is full.", acts: [.review],
        fallback: "no"),
      FieldRecord(
        "objective", .text, .documentation, "The objective it shows.", acts: [.review]),
      FieldRecord(
        "admit", .list(.choice(["degraded", "stale"])), .mechanism,
        """
        Answers that count beside full ones: those for which a fallback was used, or that were made \
        from old data. For percentiles, success and recovery.
        """, acts: [.review], example: "[degraded]"),
      FieldRecord("try", .text, .documentation, "What to try when it is lost.", acts: [.review]),
    ])

  static let rest: [Shape] = [
    Shape(
      "scored_check", title: "Scored check", about: "A check that carries points.",
      [
        FieldRecord("check", .reference(.check), .required, "The check.", acts: [.policy]),
        FieldRecord(
          "points", .count(min: 0, none: false), .required, "Points.", acts: [.policy]),
        FieldRecord(
          "must", .flag, .number, "The exercise is met only without it.", acts: [.policy],
          fallback: "no"),
      ]),
    Shape(
      "constraints", title: "Constraints", about: "What a design may not do.",
      [
        FieldRecord("kinds", .shape("kind_constraint"), .mechanism, "Kinds.", acts: [.policy]),
        FieldRecord(
          "machines", .shape("machine_constraint"), .mechanism, "Machines.", acts: [.cost]),
        FieldRecord("claims", .shape("claim_constraint"), .mechanism, "Claims.", acts: [.policy]),
      ]),
    Shape(
      "kind_constraint", title: "Kinds", about: "Kinds that may not be used.",
      [
        FieldRecord(
          "forbid", .list(.reference(.kind)), .required, "Forbidden kinds.", acts: [.policy])
      ]),
    Shape(
      "machine_constraint", title: "Machines", about: "How many machines a design may have.",
      [
        FieldRecord(
          "at_most", .count(min: 1, none: false), .required,
          "Copies of services, and shards times copies of stores, over all sites.",
          acts: [.cost])
      ]),
    Shape(
      "claim_constraint", title: "Claims", about: "Claims that the exercise believes.",
      [
        FieldRecord(
          "allow", .list(.text), .required, "Field paths, such as `replication.failover.takes`.",
          acts: [.policy])
      ]),
    Shape(
      "hint", title: "Hint", about: "Help for one requirement.",
      [
        FieldRecord("id", .identifier, .required, "A short id.", acts: [.review]),
        FieldRecord("for", .text, .required, "The requirement.", acts: [.review]),
        FieldRecord("text", .text, .required, "The hint.", acts: [.review]),
      ]),
  ]

  static let expectation: [Shape] = [
    Shape(
      "expectations", title: "Expectations", about: "The declared verdict of each file.",
      [
        FieldRecord(
          "format", .choice(["expect/1"]), .required, "The version.", acts: [.review]),
        FieldRecord(
          "files", .map(keys: nil, .shape("expectation")), .required, "By file name.",
          acts: [.review]),
      ]),
    Shape(
      "expectation", title: "Expectation", about: "What one file must get.",
      [
        FieldRecord("about", .text, .documentation, "What it shows.", acts: [.review]),
        FieldRecord(
          "score", .shape("score_range"), .mechanism, "Range of the score.", acts: [.review]),
        FieldRecord(
          "requirements", .map(keys: nil, .choice(["full", "part", "zero"])), .mechanism,
          "Verdict per requirement.", acts: [.review]),
        FieldRecord(
          "checks",
          .map(
            keys: nil, .choice(["satisfied", "violated", "unknown", "not_applicable"])),
          .mechanism, "Outcome per check.", acts: [.review]),
        FieldRecord(
          "problems", .list(.shape("expected_problem")), .mechanism,
          "Diagnostics with their lines: the file is refused.", acts: [.review]),
      ]),
    Shape(
      "score_range", title: "Score", about: "Inclusive range.",
      [
        FieldRecord(
          "at_least", .number(min: 0, max: 1e6), .required, "Least points.", acts: [.review]),
        FieldRecord(
          "at_most", .number(min: 0, max: 1e6), .required, "Most points.", acts: [.review]),
      ]),
    Shape(
      "expected_problem", title: "Expected problem", about: "A diagnostic.",
      [
        FieldRecord("code", .text, .required, "The code.", acts: [.review]),
        FieldRecord(
          "line", .count(min: 1, none: false), .required, "The line.", acts: [.review]),
      ]),
  ]

  static let all =
    [exercise, scenario, FaultShapes.ofScenario, target, requirement] + parts + rest + expectation
}
