import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI

/// The analytic pass on the command line.
enum Predictions {
  /// The predictions for a file's own load, or for the scenarios of its exercise in which nothing
  /// breaks.
  static func of(_ architecture: Architecture, exercise: Exercise?) -> [AnalyticPrediction] {
    let evaluator = Evaluator(BundledPlugins.all)
    guard let exercise else { return evaluator.predictions(architecture) }
    return evaluator.predictions(architecture, exercise: exercise, withFaults: false)
  }

  /// The one in which the load can grow least; the first of equal ones.
  static func hardest(_ predictions: [AnalyticPrediction]) -> AnalyticPrediction? {
    predictions.min { left, right in factor(left) < factor(right) }
  }

  private static func factor(_ prediction: AnalyticPrediction) -> Double {
    min(prediction.atMean?.factor ?? .infinity, prediction.atPeak?.factor ?? .infinity)
  }

  /// Says on standard error what cannot keep up, before any event is spent.
  static func warn(_ predictions: [AnalyticPrediction], _ sources: SourceCatalog) {
    let problems = predictions.flatMap(\.warnings).map { warning in
      Diagnostic(
        code: warning.check, severity: .warning, message: warning.message,
        span: warning.places.first,
        notes: warning.remedy.isEmpty ? [] : [DiagnosticNote(message: "mend: \(warning.remedy)")])
    }
    Console.show(problems, sources)
  }
}
