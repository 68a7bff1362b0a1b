extension ExperimentSchema {
  /// The schema of `comparison/1` as indented JSON, in the 2020-12 dialect.
  public static func comparison() -> String {
    schema(
      "Windtunnel comparison", "Designs that were run under the same luck.",
      [("format", ResultSchema.words("The format of this document.", ["comparison/1"]))]
        + identity + [
          ("scenario", ResultSchema.text("The scenario that latencies are of.")),
          ("operation", ResultSchema.text("The operation that latencies are of.")),
          ("designs", ResultSchema.list("All are compared with the first.", of: design)),
          (
            "single_changes",
            ResultSchema.list("The first design with one change at a time.", of: single)
          ),
          ("notes", ResultSchema.texts("What a reader must know.")),
        ])
  }

  private static var result: [ResultSchema.Member] {
    [
      ("replications", ResultSchema.whole("Replications of each round.")),
      ("verdict", ResultSchema.words("The verdict of the run.", ResultSchema.verdicts)),
      ("complete", ResultSchema.flag("Whether everything could be run.")),
      ("points", ResultSchema.perhaps("number", "Points earned; null without an exercise.")),
      ("max", ResultSchema.perhaps("number", "Points that can be earned.")),
      ("machines", ResultSchema.whole("Machines that it needs.")),
      ("cost", ResultSchema.refOrNull("cost", "Null where nothing was priced.")),
      ("criteria", ResultSchema.list("Requirements or goals.", of: ResultSchema.ref("criterion"))),
      ("measured", ResultSchema.refOrNull("operation", "Null where nothing could be measured.")),
      ("differences", ResultSchema.list("From the first design.", of: gap)),
    ]
  }

  private static var design: [String: JSONValue] {
    ResultSchema.object(
      "A design.",
      [
        ("label", ResultSchema.text("A name that no other has.")),
        ("architecture", ResultSchema.ref("architecture")),
        ("changes", ResultSchema.list("How its file differs from the first.", of: place)),
      ] + result)
  }

  private static var gap: [String: JSONValue] {
    ResultSchema.object(
      "A difference of one measure.",
      [
        ("measure", ResultSchema.text("The id of a criterion, or `p99` and its like.")),
        ("is_criterion", ResultSchema.flag("Whether it is of a requirement or goal.")),
        ("mean", ResultSchema.perhaps("number", "The mean difference.")),
        ("low", ResultSchema.perhaps("number", "The lower end of its 95 % interval.")),
        ("high", ResultSchema.perhaps("number", "The upper end.")),
        ("pairs", ResultSchema.whole("Pairs of replications; 0 where there are none.")),
        ("clear", ResultSchema.flag("Whether the interval leaves out 0.")),
      ])
  }

  private static var place: [String: JSONValue] {
    ResultSchema.object(
      "A place at which two files differ.",
      [
        ("path", ResultSchema.text("The path.")),
        ("before", ResultSchema.perhaps("string", "What the first file has there.")),
        ("after", ResultSchema.perhaps("string", "What this one has.")),
        ("for_readers", ResultSchema.flag("Whether it can change no result.")),
      ])
  }

  private static var single: [String: JSONValue] {
    var outcome = ResultSchema.object("What came of it.", result)
    outcome["type"] = .strings(["object", "null"])
    return ResultSchema.object(
      "A change alone.",
      [
        ("change", ResultSchema.whole("Its number among those of the second design, from 0.")),
        (
          "needs",
          [
            "type": .string("array"), "items": .object(["type": .string("integer")]),
            "description": .string("Further changes without which the file is not valid."),
          ]
        ),
        ("because", ResultSchema.text("Why it cannot stand alone; empty where it can.")),
        ("result", outcome),
      ])
  }
}
