import PluginAPI

/// What queueing theory says of a file's own load, beside what was simulated.
enum PredictionSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    guard context.report.exercise == nil else { return nil }
    let parts = context.report.predictions.filter {
      !$0.operations.isEmpty || !$0.components.isEmpty
    }
    .map { prediction in
      let measured = context.report.scenarios.first { $0.scenario == prediction.scenario }
      return part(prediction, measured?.impossible == nil ? measured : nil)
    }
    guard !parts.isEmpty else { return nil }
    return ReportSection(
      anchor: "predictions", title: "Predicted by queueing theory",
      content: .several(
        [
          .paragraph(
            "Computed without simulating, as a check of both: where the two differ, one of the "
              + "assumptions below does not hold here.", "quiet")
        ] + parts))
  }

  private static func part(
    _ prediction: AnalyticPrediction, _ measured: ScenarioMeasurements?
  ) -> Markup {
    let title: Markup =
      prediction.scenario == "run" ? .none : .tag("h3", [], .name(prediction.scenario))
    let sentences =
      PredictionText.limits(prediction) + prediction.closed.map(PredictionText.words)
    let leftOut = prediction.leftOut.joined(separator: "; ")
    return .several([
      title, operations(prediction, measured), components(prediction, measured),
      HTMLPage.bullets(sentences).when(!sentences.isEmpty),
      .several(prediction.warnings.map(warning)),
      Markup.paragraph("Left out: \(leftOut).", "quiet small").when(!leftOut.isEmpty),
    ])
  }

  private static func operations(
    _ prediction: AnalyticPrediction, _ measured: ScenarioMeasurements?
  ) -> Markup {
    guard !prediction.operations.isEmpty else { return .none }
    return HTMLPage.table(
      "Predicted and simulated times of operations",
      head: [
        ("operation", false), ("rate", true), ("predicted mean", true), ("simulated mean", false),
        ("the theory is", false),
      ],
      rows: prediction.operations.map { operation in
        let mean = measured?.operation(operation.operation)?.latencyMean
        let quality = PredictionText.quality(
          operation.theory, hasValue: operation.latency != nil)
        return [
          .name(operation.operation), .text(Figures.brief(operation.rate, .rate)),
          .text(operation.latency.map { Figures.brief($0, .duration) } ?? "-"),
          .text(mean.map { Figures.full($0, .duration) } ?? "-"),
          .text(([quality] + operation.because).filter { !$0.isEmpty }.joined(separator: ": ")),
        ]
      })
  }

  private static func components(
    _ prediction: AnalyticPrediction, _ measured: ScenarioMeasurements?
  ) -> Markup {
    let (shown, hidden) = PredictionText.busiest(prediction)
    guard !shown.isEmpty else { return .none }
    let rows = shown.map { component -> [Markup] in
      let seen = measured?.component(component.component)
      return [
        .name(component.component), .text(busy(component.utilisation, component)),
        .text(busy(seen?.utilisation.value, component)),
        .text(
          prediction.atPeak == nil ? "-" : busy(component.busiestAtPeak, component)),
        .text(component.time.map { Figures.brief($0, .duration) } ?? "-"),
        .text(measured.map { PredictionText.time(seen, $0) } ?? "-"),
        .text(component.theory == nil ? "" : "exact"),
      ]
    }
    return .several([
      HTMLPage.table(
        "Predicted and simulated use of components",
        head: [
          ("component", false), ("predicted busy", true), ("simulated busy", true),
          ("busiest copy at the peak", true), ("predicted time", true), ("simulated time", true),
          ("", false),
        ], rows: rows),
      Markup.paragraph(
        "The \(shown.count) busiest of \(shown.count + hidden) components.", "quiet small"
      ).when(hidden > 0),
    ])
  }

  private static func busy(_ value: Double?, _ component: ComponentPrediction) -> String {
    guard let value else { return "-" }
    if component.isUnlimited { return Figures.count(value) + " in progress" }
    return value > 9.99 ? "> 999 %" : Figures.brief(value, .share)
  }

  private static func warning(_ warning: Finding) -> Markup {
    .tag(
      "article", [.kind("card bad")],
      .tag("p", [], .tag("strong", [], .text(TextParts.sentence(warning.message)))),
      warning.remedy.isEmpty
        ? .none
        : .tag("p", [], "Do: ", .prose(TextParts.sentence(warning.remedy))),
      .tag("p", [.kind("quiet small")], .code(FindingPlace.text(warning))))
  }
}
