import PluginAPI
import Quantities

/// What operations and components did beyond the columns of their tables, a sentence each.
enum MeasuredNotes {
  /// Lesser answers, and full ones that were made from old data.
  static func operations(_ scenario: ScenarioMeasurements) -> Markup {
    list(scenario.operations.flatMap(sentences))
  }

  private static func sentences(_ operation: OperationMeasurements) -> [ComponentWords.Note] {
    var notes: [ComponentWords.Note] = []
    let lesser = TextReport.lesserAnswers(operation)
    if !lesser.isEmpty {
      notes.append(
        .init(
          "\(operation.operation) answered short of full: \(lesser.joined(separator: ", "))", .warn)
      )
    }
    if let old = operation.sawOldData.value, old > 0 {
      notes.append(
        .init(
          "\(operation.operation) saw old data: \(Figures.full(operation.sawOldData, .share)) of "
            + "its full answers read what was older than an acknowledged write", .warn))
    }
    if let recovery = operation.recovery {
      notes.append(recovered(operation, recovery))
    }
    return notes
  }

  private static func recovered(
    _ operation: OperationMeasurements, _ recovery: Estimate
  ) -> ComponentWords.Note {
    guard !recovery.isInfinite, recovery.value != nil else {
      return .init("\(operation.operation) did not recover by the end of the scenario", .bad)
    }
    var text =
      "\(operation.operation) recovered \(Figures.full(recovery, .duration)) after the fault"
    if let runs = operation.recovered, runs.runs < runs.of {
      text += ", but in \(runs.runs) of \(runs.of) replications only"
      return .init(text, .warn)
    }
    return .init(text, nil)
  }

  /// Copies that come and go, caches, processors, data that were lost, old or apart.
  static func components(_ scenario: ScenarioMeasurements) -> Markup {
    list(scenario.components.flatMap { ComponentWords.capacity($0) + ComponentWords.data($0) })
  }

  private static func list(_ notes: [ComponentWords.Note]) -> Markup {
    guard !notes.isEmpty else { return .none }
    return .tag(
      "ul", [],
      // A sentence begins with a name, which keeps its case.
      all: notes.map { note in
        .tag("li", [.kind(HTMLPage.kind(note.tint))], .text(note.text + "."))
      })
  }
}
