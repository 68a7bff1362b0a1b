import ArgumentParser
import Evaluation

/// The tool.
@main
struct Windtunnel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windtunnel",
    abstract: "A wind tunnel for system designs.",
    discussion: """
      Describe an architecture in YAML; Windtunnel drives it through the load of an exercise, \
      breaks parts of it, checks it and says what it scored, why, and what to try next.

      A first hour:
        windtunnel list
        windtunnel start foundations/first-service
        windtunnel check first-service/design.arch.yaml
        windtunnel evaluate first-service/design.arch.yaml
        windtunnel explain timeout

      Exit codes: 0 met or valid, 1 not met, 2 the input is not valid, 3 not everything could be \
      run, 64 wrong use, 66 cannot read, 70 a mistake of ours, 74 cannot write.
      """,
    version: Evaluator.version,
    subcommands: [
      ListCommand.self, ShowCommand.self, StartCommand.self, CheckCommand.self,
      EvaluateCommand.self, SimulateCommand.self, CompareCommand.self, SweepCommand.self,
      LoadCommand.self,
      DiagramCommand.self, ExplainCommand.self, VerifyCommand.self, SchemaCommand.self,
      DevCommand.self,
    ])
}
