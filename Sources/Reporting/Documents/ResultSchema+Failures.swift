import PluginAPI

extension ResultSchema {
  /// The parts of `failures`.
  static var failures: [(String, [String: JSONValue])] {
    [
      (
        "failures",
        object(
          "What breaks the design, found without simulation.",
          [
            ("cut_size", whole("The greatest number of units in a cut set looked for.")),
            ("cut_sets", list("Minimal cut sets, smaller ones first.", of: ref("cut_set"))),
            ("availability", byName("By operation.", ref("availability"))),
            ("stores", byName("Durable stores and brokers by id.", ref("store_loss"))),
            ("units", byName("What can fail, by id.", ref("failure_unit"))),
            ("notes", texts("Bounds that were hit; empty where everything is exact.")),
          ])
      ),
      (
        "cut_set",
        object(
          "Units that together stop an operation, all others working.",
          [("operation", text("The operation.")), ("units", texts("Their ids."))])
      ),
      (
        "failure_unit",
        object(
          "Something that fails as a whole.",
          [
            ("kind", words("What it is.", FailureUnit.Kind.allCases.map(\.rawValue))),
            ("about", text("In words.")),
            ("unavailability", number("Share of the time in which it is down.")),
          ])
      ),
      (
        "store_loss",
        object(
          "What the loss of a zone does to a store, the worst over its zones.",
          [
            ("rpo", perhaps("number", "Seconds of acknowledged writes lost; null for all.")),
            ("rto", number("Seconds until writes are served again.")),
            ("because", texts("Why.")),
            (
              "wiped",
              refOrNull(
                "wiped_store",
                "What happens when the data are gone on every member; null without a backup: all "
                  + "is lost.")
            ),
          ])
      ),
      (
        "wiped_store",
        object(
          "A store restored from a backup.",
          [
            ("rpo", number("Seconds of acknowledged writes lost at most.")),
            ("rto", number("Seconds until it serves again.")),
          ])
      ),
      ("availability", availability),
      (
        "contribution",
        object(
          "How much a unit matters.",
          [
            ("unit", text("Its id.")),
            (
              "birnbaum", number("Requests answered while it works, less those while it is down.")
            ),
            ("fussell_vesely", number("Part of the unavailability gone if it never failed.")),
          ])
      ),
    ]
  }

  private static var availability: [String: JSONValue] {
    object(
      "How much of an operation can be answered in the long run.",
      [
        ("share", perhaps("number", "Share of the requests.")),
        ("nines", perhaps("number", "-log10 of what is missing to 1.")),
        (
          "survives",
          object(
            "Whether it goes on after any one loss.",
            [
              ("zone", perhaps("boolean", "Of a zone.")),
              ("site", perhaps("boolean", "Of a site.")),
            ])
        ),
        ("contributions", list("Units, the most important first.", of: ref("contribution"))),
        ("because", text("Why something is null.")),
      ], leaveOut: ["because"])
  }
}
