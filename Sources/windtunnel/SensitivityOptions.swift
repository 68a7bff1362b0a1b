import ArgumentParser
import Evaluation
import PluginAPI

/// Whether it is asked which numbers the result hangs on.
struct SensitivityOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Halve and double each claim and each default, and say what changes.",
      discussion: "Runs everything again for each of them, with the same luck."))
  var sensitivity = false

  /// The option as it was written.
  var words: [String] { sensitivity ? ["--sensitivity"] : [] }

  /// Runs a study under a bar whose length is known when the study is planned.
  func study(
    _ engine: EngineOptions, scenarios: [String]? = nil, cutSize: Int,
    _ run: (_ options: RunOptions, _ planned: (Int) -> Void) async -> SensitivityResults
  ) async -> SensitivityResults {
    let bar = ProgressBar(total: 1, label: "halving and doubling")
    let results = await run(
      engine.options(progress: bar.sink, scenarios: scenarios, cutSize: cutSize)
    ) { bar.plan($0) }
    bar.finish()
    return results
  }
}
