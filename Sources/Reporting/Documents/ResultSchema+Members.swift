import ArchitectureModel
import PluginAPI

extension ResultSchema {
  static let verdicts = Verdict.allCases.map(\.rawValue)
  static let dimensions = Dimension.allCases.map(\.rawValue)

  static var top: [Member] {
    [
      ("format", words("The format of this document.", [ResultDocument.format])),
      ("tool", text("The version of the tool.")),
      ("exercise", refOrNull("exercise", "The exercise; null for a file of its own.")),
      ("architecture", ref("architecture")),
      ("seed", text("The seed, as text: it may be larger than a JSON reader's numbers.")),
      ("parameters", list("The variant's parameters.", of: ref("fact"))),
      ("plugins", texts("The active plugins as `id version`.")),
      ("complete", flag("Whether everything could be run.")),
      ("verdict", words("Whether the exercise is met, or the goals of the file are.", verdicts)),
      ("score", refOrNull("score", "Points; null without an exercise.")),
      ("requirements", list("The requirements in order.", of: ref("requirement"))),
      ("scenarios", byName("What was measured, by scenario.", ref("scenario"))),
      ("analytic", byName("What queueing theory says, by scenario.", ref("prediction"))),
      ("scored_checks", list("Checks that carry points.", of: ref("scored_check"))),
      ("goals", list("The file's own promises.", of: ref("goal"))),
      ("failures", refOrNull("failures", "What breaks the design, without simulation.")),
      ("findings", list("What the checks found.", of: ref("finding"))),
      ("claims", list("Numbers that the design claims.", of: ref("claim"))),
      (
        "sensitivity",
        refOrNull("sensitivity", "What the result hangs on; null where it was not asked for.")
      ),
      ("assumptions", texts("Assumptions under the results.")),
      ("fidelity", texts("What the simulation leaves out.")),
      ("cost", refOrNull("cost", "What it costs; null where no load was measured.")),
      ("machines", whole("Machines over all sites.")),
      ("replications", whole("Replications per scenario asked for.")),
      ("timing", ref("timing", "Left out on request; all else depends on the inputs alone.")),
    ]
  }

  static var definitions: [String: JSONValue] {
    let parts: [(String, [String: JSONValue])] =
      identities + totals + judgements + measured + drills
      + seen + cost + failures + predicted + sensitivity
    return Dictionary(
      parts.map { ($0.0, JSONValue.object($0.1)) }, uniquingKeysWith: { first, _ in first })
  }

  private static var identities: [(String, [String: JSONValue])] {
    [
      (
        "exercise",
        object(
          "Which exercise.",
          [
            ("id", text("`domain/name`.")), ("version", text("Its version.")),
            ("title", text("Its title.")),
            ("level", words("Its level.", Level.allCases.map(\.rawValue))),
          ])
      ),
      (
        "architecture",
        object(
          "Which design.",
          [
            ("name", text("Its name.")), ("file", text("The file as given.")),
            ("digest", text("`sha256:` and the digest of the file's bytes.")),
          ])
      ),
    ]
  }

  private static var totals: [(String, [String: JSONValue])] {
    [
      (
        "score",
        object(
          "Points.",
          [
            ("points", number("Points earned.")), ("max", number("Points that can be earned.")),
            ("pending", number("Points not judged because something was not run.")),
          ])
      ),
      (
        "timing",
        object(
          "How fast it ran.",
          [
            ("wall_seconds", perhaps("number", "Wall time.")),
            ("events_per_second", perhaps("number", "Events per second of wall time.")),
          ])
      ),
      (
        "fact",
        object(
          "A number or word.",
          [("name", text("What it is.")), ("value", text("Its value with its unit."))])
      ),
    ]
  }

  private static var judgements: [(String, [String: JSONValue])] {
    [
      ("requirement", object("A requirement and what became of it.", requirement)),
      (
        "scored_check",
        object(
          "A check that carries points.",
          [
            ("check", text("Its id.")), ("title", text("Its title.")),
            ("outcome", words("Its outcome.", Outcome.allCases.map(\.rawValue))),
            ("points", number("Points earned.")), ("max", number("Points that can be earned.")),
            ("message", text("The message that decided.")),
          ])
      ),
      (
        "goal",
        object(
          "A promise of the file and what was measured.",
          [
            ("operation", text("The operation.")), ("goal", text("`p99`, `success`.")),
            ("dimension", words("The dimension of the values.", dimensions)),
            ("promised", perhaps("number", "What was promised.")),
            ("measured", ref("estimate")), ("verdict", words("Whether it is kept.", verdicts)),
          ])
      ),
      (
        "claim",
        object(
          "A number that the design claims and that is better than its default.",
          [
            ("path", text("The path of the field.")), ("stated", text("What was written.")),
            ("used", text("What was used.")), ("believed", flag("Whether it was believed.")),
            (
              "standing",
              words("What became of it.", ClaimStanding.allCases.map(\.rawValue))
            ),
            ("plausible", flag("Whether it lies within the plausible range.")),
            ("range", text("The plausible range with its source; empty without one.")),
          ])
      ),
    ]
  }

  private static var requirement: [Member] {
    [
      ("id", text("Its id.")), ("text", text("Its text.")),
      ("measure", text("The measure as written.")),
      ("admits", texts("Answers that count beside full ones.")),
      ("scenario", perhaps("string", "The scenario; null where the measure needs none.")),
      ("dimension", words("The dimension of the values.", dimensions)),
      ("unit", text("That of money, such as `USD/mo`; empty where the dimension says it.")),
      ("value", perhaps("number", "The mean; null where infinite or undefined.")),
      ("low", perhaps("number", "Lower end of the 95 % interval.")),
      ("high", perhaps("number", "Upper end of the 95 % interval.")),
      ("replications", whole("Replications behind the value.")),
      ("as_claimed", perhaps("number", "The value with the numbers as claimed.")),
      (
        "bound",
        object(
          "How the value turns into points.",
          [
            ("full_at", perhaps("number", "Earns all points.")),
            ("zero_at", perhaps("number", "Earns none.")),
          ])
      ),
      ("points", number("Points earned.")), ("max", number("Points that can be earned.")),
      ("must", flag("Whether the exercise is met only if this is full.")),
      ("verdict", words("The verdict.", verdicts)),
      ("decided", flag("Whether the interval lies on one side of the bound.")),
      ("because", texts("Why, a short chain.")), ("remedy", text("What to try next.")),
    ]
  }

  private static var seen: [(String, [String: JSONValue])] {
    let ends: [Member] = [
      ("file", text("The file.")), ("line", whole("From 1.")), ("column", whole("From 1.")),
      ("end_line", whole("From 1.")), ("end_column", whole("Just after the last character.")),
    ]
    return [
      ("place", object("A stretch of a file.", ends)),
      (
        "edit",
        object("A replacement.", ends + [("replacement", text("What to put there."))])
      ),
      (
        "finding",
        object(
          "What a check found about one subject.",
          [
            ("check", text("The id of the check.")),
            ("outcome", words("What it says.", Outcome.allCases.map(\.rawValue))),
            ("severity", words("How much it matters.", Severity.allCases.map(\.rawValue))),
            ("subject", text("The path of the element; empty for the whole design.")),
            ("components", texts("The components concerned.")),
            ("fingerprint", text("The same for the same finding after edits elsewhere.")),
            ("places", list("Where it shows, the main place first.", of: ref("place"))),
            ("message", text("In a sentence.")),
            ("facts", list("What was seen.", of: ref("fact"))),
            ("because", texts("Why it matters.")), ("remedy", text("What to do.")),
            ("fix", perhaps("string", "What the edits do; null without a fix.")),
            ("edits", list("A change that would mend it.", of: ref("edit"))),
          ])
      ),
    ]
  }
}
