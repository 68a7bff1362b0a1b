import ArchitectureModel
import PluginAPI

/// Numbers that the design claims and what is assumed.
enum AssumptionSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    let report = context.report
    let stated = context.architecture?.assumptions ?? []
    let told = stated.map { "\($0.id): \($0.says)" }
    let others = report.assumptions.filter { !told.contains($0) }
    guard !report.claims.isEmpty || !stated.isEmpty || !others.isEmpty else { return nil }
    return ReportSection(
      anchor: "assumptions", title: "Claims and assumptions",
      content: .several([
        claims(report.claims), table(stated),
        others.isEmpty
          ? .none
          : .several([.tag("h3", [], "Under all numbers"), HTMLPage.bullets(others)]),
      ]))
  }

  private static func claims(_ claims: [ClaimResult]) -> Markup {
    guard !claims.isEmpty else { return .none }
    let sorted = claims.filter { !$0.isBelieved } + claims.filter(\.isBelieved)
    return .several([
      .tag("h3", [], "Numbers better than the default"),
      .paragraph(
        "A number that is better than the default of its kind is a claim; one that nothing backs "
          + "up is not used in a graded run.", "quiet"),
      HTMLPage.table(
        "Claims",
        head: [
          ("field", false), ("believed", false), ("written", false), ("used", false),
          ("believed range", false),
        ],
        rows: sorted.map { claim in
          [
            .code(claim.path),
            standing(claim),
            .text(claim.stated), .text(claim.used), .text(claim.range),
          ]
        }),
    ])
  }

  private static func standing(_ claim: ClaimResult) -> Markup {
    switch claim.standing {
    case .asWritten where !claim.isPlausible: HTMLPage.tag("implausible", .bad)
    case .asWritten, .believed: HTMLPage.tag("yes", .good)
    case .heldToBound: HTMLPage.tag("up to the bound", .bad)
    case .notAllowed: HTMLPage.tag("no", .bad)
    }
  }

  private static func table(_ assumptions: [Assumption]) -> Markup {
    guard !assumptions.isEmpty else { return .none }
    return .several([
      .tag("h3", [], "Assumptions of the design"),
      HTMLPage.table(
        "Assumptions of the design",
        head: [("id", false), ("assumed", false), ("if it is wrong", false)],
        rows: assumptions.map {
          [
            .name($0.id), .text($0.says),
            .text($0.ifWrong.isEmpty ? "not stated" : $0.ifWrong),
          ]
        }),
    ])
  }
}

/// The decisions of the design.
enum DecisionSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    guard let decisions = context.architecture?.decisions, !decisions.isEmpty else { return nil }
    return ReportSection(
      anchor: "decisions", title: "Decisions",
      content: .several(
        decisions.map { decision in
          .tag(
            "article", [.kind("card")],
            .tag(
              "h3", [], .name(decision.id), .text(": "), .text(TextParts.sentence(decision.chose))),
            HTMLPage.list([
              ("because", said(decision.because)),
              (
                "instead of",
                decision.insteadOf.isEmpty ? nil : HTMLPage.bullets(decision.insteadOf)
              ), ("costs", said(decision.costs)),
              ("shapes", said(decision.affects.joined(separator: ", "))),
            ]))
        }))
  }

  private static func said(_ text: String) -> Markup? { text.isEmpty ? nil : .text(text) }
}

/// What the simulation leaves out of the kinds in use.
enum FidelitySection {
  static func build(_ context: ReportContext) -> ReportSection? {
    guard !context.report.fidelity.isEmpty else { return nil }
    return ReportSection(
      anchor: "fidelity", title: "What these numbers leave out",
      content: .tag(
        "ul", [], all: context.report.fidelity.map { .tag("li", [], .prose($0)) }))
  }
}

/// How the report is made again.
enum ReproductionSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    let report = context.report
    let runs = report.scenarios.filter { $0.impossible == nil }.map {
      "\($0.scenario) \($0.replications)"
    }
    let speed =
      report.wallSeconds > 0
      ? "\(Figures.brief(report.wallSeconds, .duration)), "
        + "\(Figures.count(report.eventsPerSecond)) events/s" : nil
    return ReportSection(
      anchor: "reproduce", title: "How to reproduce",
      content: .several([
        command(context.arguments),
        HTMLPage.list([
          ("seed", .text(String(report.seed))),
          (
            "replications",
            .text(
              report.replications > 0
                ? "\(report.replications) a round"
                  + (runs.isEmpty ? "" : "; run in all: \(runs.joined(separator: ", "))")
                : "none")
          ), ("version", .text(report.tool)),
          ("plugins", report.plugins.isEmpty ? nil : .text(report.plugins.joined(separator: ", "))),
          (
            "exercise",
            report.exercise.map { .text("\($0.id) \($0.version)") }
          ), ("file", .code(report.architecture.file)),
          ("digest", .code(report.architecture.digest)), ("took", speed.map { .text($0) }),
        ]),
      ]))
  }

  /// The command, quoted for a shell.
  static func command(_ arguments: [String]) -> Markup {
    let words = ["windtunnel"] + arguments.map { ShellWord.quoted($0) }
    return .several([
      .paragraph("The same inputs and seed give the same numbers, whatever the machine:"),
      .tag("pre", [], .tag("code", [], .text(words.joined(separator: " ")))),
    ])
  }
}
