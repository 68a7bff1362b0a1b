import PluginAPI

/// The JSON Schema of the documents of experiments.
public enum ExperimentSchema {
  /// The schema of `sweep/1` as indented JSON, in the 2020-12 dialect.
  public static func sweep() -> String {
    schema("Windtunnel sweep", "Runs of one design with other values.", sweepMembers)
  }

  static func schema(
    _ title: String, _ about: String, _ members: [ResultSchema.Member]
  ) -> String {
    var schema = ResultSchema.object(about, members)
    schema["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    schema["title"] = .string(title)
    var parts = shared
    for name in ["estimate", "architecture"] { parts[name] = ResultSchema.definitions[name] }
    schema["$defs"] = .object(parts)
    return JSONValue.object(schema).text
  }

  // MARK: What several documents have

  /// Who and what was run.
  static var identity: [ResultSchema.Member] {
    [
      ("tool", ResultSchema.text("The version of the tool.")),
      ("exercise", ResultSchema.refOrNull("exercise", "Null for a load of its own.")),
      ("seed", ResultSchema.text("The seed, as text.")),
    ]
  }

  private static var shared: [String: JSONValue] {
    [
      "exercise": .object(
        ResultSchema.object(
          "Which exercise.",
          [
            ("id", ResultSchema.text("`domain/name`.")),
            ("version", ResultSchema.text("Its version.")),
          ])),
      "cost": .object(
        ResultSchema.object(
          "What a month costs.",
          [
            ("amount", ResultSchema.number("The amount.")),
            ("currency", ResultSchema.text("Its currency.")),
          ])),
      "criterion": .object(
        ResultSchema.object(
          "A requirement or goal and what became of it.",
          [
            ("id", ResultSchema.text("Its id; of a goal the operation and the measure.")),
            ("text", ResultSchema.text("In words; empty where nobody wrote any.")),
            ("bound", ResultSchema.perhaps("number", "The bound for all points, or the promise.")),
            ("lower_is_better", ResultSchema.flag("Whether smaller values are better.")),
            ("value", ResultSchema.ref("estimate")),
            ("verdict", ResultSchema.words("What became of it.", ResultSchema.verdicts)),
            ("points", ResultSchema.perhaps("number", "Points earned; null for a goal.")),
            ("max", ResultSchema.perhaps("number", "Points that can be earned; null for a goal.")),
          ])),
      "operation": .object(
        ResultSchema.object(
          "What an operation did.",
          [
            ("throughput", ResultSchema.ref("estimate", "Answers per second.")),
            ("success", ResultSchema.ref("estimate", "Share of arrivals that ended full.")),
            ("mean", ResultSchema.ref("estimate", "Mean latency of answers in seconds.")),
            ("p50", ResultSchema.ref("estimate", "Median over all arrivals in seconds.")),
            ("p99", ResultSchema.ref("estimate", "99th percentile over all arrivals.")),
          ])),
    ]
  }

  // MARK: Sweeps

  private static var value: [String: JSONValue] {
    ResultSchema.object(
      "A value.",
      [
        ("text", ResultSchema.text("As it was put into the file.")),
        ("number", ResultSchema.perhaps("number", "In the base unit; null where it is none.")),
      ])
  }

  private static var sweepMembers: [ResultSchema.Member] {
    let parameter = ResultSchema.object(
      "A place in the file.",
      [
        ("path", ResultSchema.text("The path, or `load`.")),
        ("logarithmic", ResultSchema.flag("Whether neighbours differ by the same factor.")),
        ("values", ResultSchema.list("The values in order.", of: value)),
      ])
    return [("format", ResultSchema.words("The format of this document.", ["sweep/1"]))]
      + identity + [
        ("architecture", ResultSchema.ref("architecture")),
        ("replications", ResultSchema.whole("Replications of each run.")),
        ("scenario", ResultSchema.text("The scenario that figures are of.")),
        ("operation", ResultSchema.text("The operation that the knee is of.")),
        ("parameters", ResultSchema.list("One or two.", of: parameter)),
        ("points", ResultSchema.list("The runs, the first parameter fastest.", of: point)),
        ("knees", ResultSchema.list("One for each value of the second parameter.", of: knee)),
        ("breaks", ResultSchema.list("Where verdicts change.", of: change)),
        ("notes", ResultSchema.texts("What a reader must know of the values.")),
      ]
  }

  private static var point: [String: JSONValue] {
    ResultSchema.object(
      "A run.",
      [
        ("values", ResultSchema.list("The value of each parameter.", of: value)),
        ("operations", ResultSchema.byName("By operation.", ResultSchema.ref("operation"))),
        (
          "components",
          ResultSchema.byName(
            "By component.",
            ResultSchema.object(
              "What a component did.", [("utilisation", ResultSchema.ref("estimate"))]))
        ),
        ("busiest", ResultSchema.perhaps("string", "The component with the least room left.")),
        ("cost", ResultSchema.refOrNull("cost", "Null where nothing was priced.")),
        (
          "criteria", ResultSchema.list("Requirements or goals.", of: ResultSchema.ref("criterion"))
        ),
        ("verdict", ResultSchema.words("The verdict of the run.", ResultSchema.verdicts)),
        ("complete", ResultSchema.flag("Whether everything could be run.")),
      ])
  }

  private static var knee: [String: JSONValue] {
    ResultSchema.object(
      "Where throughput over mean latency is greatest.",
      [
        (
          "place",
          ResultSchema.words(
            "What the line says of it.", SweepKnee.Place.allCases.map(\.rawValue))
        ),
        ("best", ResultSchema.perhaps("integer", "The number of the point in its line, from 0.")),
        (
          "likely",
          [
            "type": .strings(["array", "null"]), "items": .object(["type": .string("integer")]),
            "description": .string("The first and last point that cannot be told from it."),
          ]
        ),
        ("power", ResultSchema.list("The power of each point.", of: ResultSchema.ref("estimate"))),
      ])
  }

  private static var change: [String: JSONValue] {
    ResultSchema.object(
      "A verdict that changes from one point of a line to the next.",
      [
        ("criterion", ResultSchema.text("The requirement or goal.")),
        ("line", ResultSchema.whole("The line, from 0.")),
        ("before", ResultSchema.whole("The point before the change, from 0.")),
        ("met_before", ResultSchema.flag("Whether it is met before.")),
      ])
  }
}
