import ArchitectureModel
import Diagnostics
public import Evaluation
import ExerciseFiles
public import PluginAPI
import Quantities

/// Runs of one design with other values at one or two places.
///
/// Purpose of the module: many runs of designs under the same luck. It must not know how results are
/// shown.
///
/// ```swift
/// let sweep = Sweep(runner: runner, design: design)
/// let plan = try sweep.plan([Vary("components.web.replicas=1..8")])
/// let report = try await sweep.run(plan, options)
/// ```
///
/// Start reading at ``DesignRunner``.
public struct Sweep: Sendable {
  /// Points of a sweep at most.
  public static let mostPoints = 400
  /// The factors on the load that are allowed.
  public static let loads: ClosedRange<Double> = 1e-6...1e6

  let runner: DesignRunner
  let design: DesignFile

  /// Creates a sweep.
  public init(runner: DesignRunner, design: DesignFile) {
    self.runner = runner
    self.design = design
  }

  /// Why a sweep cannot be run.
  public enum Failure: Error, Sendable {
    /// What shall be varied makes no sense, in words.
    case wrongUse(String)
    /// A file with one of the values is not valid.
    case refused(DesignRunner.Refusal)
  }

  /// A sweep that was read through: every point is a valid design.
  public struct Plan: Sendable {
    /// The parameters with their values.
    public var parameters: [SweptParameter]
    var points: [(values: [SweptValue], variation: DesignRunner.Variation)]
    var notes: [String]
    /// How many points there are.
    public var count: Int { points.count }
  }

  // MARK: Planning

  /// Reads the design with every value, without running anything.
  ///
  /// - Parameter varied: One or two parameters.
  /// - Returns: The points, all of which can be run.
  /// - Throws: What is wrong, with the first point that is refused.
  public func plan(_ varied: [Vary]) throws(Failure) -> Plan {
    guard (1...2).contains(varied.count) else {
      throw .wrongUse("one or two --vary make a sweep, not \(varied.count)")
    }
    if varied.count == 2, varied[0].path == varied[1].path {
      throw .wrongUse("'\(varied[0].path)' cannot be varied twice")
    }
    var parameters: [SweptParameter] = []
    for vary in varied {
      do throws(Vary.Problem) {
        parameters.append(try vary.parameter(isWhole: isWhole(vary)))
      } catch {
        throw .wrongUse(error.message)
      }
    }
    let count = parameters.reduce(1) { $0 * $1.values.count }
    guard count <= Self.mostPoints else {
      throw .wrongUse("the sweep has \(count) points; allowed: at most \(Self.mostPoints)")
    }
    var plan = Plan(parameters: parameters, points: [], notes: [])
    for second in parameters.count == 2 ? parameters[1].values.map({ [$0] }) : [[]] {
      for first in parameters[0].values {
        plan.points.append(try point([first] + second, parameters, &plan.notes))
      }
    }
    return plan
  }

  private func isWhole(_ vary: Vary) -> Bool {
    let change = FileChange.written(vary.path, value: "1", file: "--vary").change
    guard let change else { return false }
    let reader = ArchitectureReader(runner.plugins.vocabulary)
    return reader.fieldType(at: change, in: design.bytes).map(isWhole) ?? false
  }

  /// Whether a lone number of the type is always a whole one.
  private func isWhole(_ type: FieldType) -> Bool {
    switch type {
    case .count: true
    case .short(let name, let field):
      runner.plugins.vocabulary.shape(name).field(field).map { isWhole($0.type) } ?? false
    case .either(let types):
      types.contains(where: isWhole)
        && !types.contains { if case .number = $0 { true } else { false } }
    default: false
    }
  }

  private func point(
    _ values: [SweptValue], _ parameters: [SweptParameter], _ notes: inout [String]
  ) throws(Failure) -> (values: [SweptValue], variation: DesignRunner.Variation) {
    var variation = DesignRunner.Variation(design)
    for (value, parameter) in zip(values, parameters) {
      if parameter.path == Vary.load {
        variation.load = try factor(value)
        continue
      }
      let name = "--vary \(parameter.path)"
      let (change, problems, source) = FileChange.written(
        parameter.path, value: value.text, file: name)
      variation.texts.append(source)
      guard let change else {
        var sources = SourceCatalog()
        sources.add(source)
        throw .refused(DesignRunner.Refusal(problems: problems, sources: sources))
      }
      variation.changes.append(change)
    }
    do throws(DesignRunner.Refusal) {
      let reading = try runner.read(variation)
      for claim in reading.claims where !claim.isBelieved {
        guard parameters.contains(where: { Self.covers($0.path, claim.path) }) else { continue }
        notes.append(
          "the exercise does not believe \(claim.path) = \(claim.stated): it runs with "
            + claim.used)
      }
    } catch {
      throw .refused(error)
    }
    return (values, variation)
  }

  /// Whether a varied path is that of a claim, or lies below or above it.
  private static func covers(_ path: String, _ claim: String) -> Bool {
    path == claim || path.hasPrefix(claim + ".") || claim.hasPrefix(path + ".")
  }

  private func factor(_ value: SweptValue) throws(Failure) -> Double {
    let quantity = SweptQuantity(value.text)
    guard let quantity, quantity.kind == .plain || quantity.kind == .share,
      Self.loads.contains(quantity.value)
    else {
      throw .wrongUse(
        "'\(value.text)' is no factor on the load; allowed: a number above 0 such as 1.5, or 150%")
    }
    return quantity.value
  }

  // MARK: Running

  /// Runs all points, one after the other, each with the same seed.
  ///
  /// - Parameters:
  ///   - plan: The points.
  ///   - options: The seed, the replications of each point and the threads. Each point is run once
  ///     through; what is not needed for requirements is left out.
  ///   - scenario: The scenario to show; if nil the one without faults that asks for most.
  ///   - operation: The operation to show; if nil the one with most arrivals.
  /// - Returns: What was found out.
  /// - Throws: A scenario or operation that does not exist, or a design that is refused.
  public func run(
    _ plan: Plan, _ options: RunOptions, scenario: String? = nil, operation: String? = nil
  ) async throws(Failure) -> SweepReport {
    var options = options
    options.rounds = 1
    options.isBrief = true
    var points: [SweepPoint] = []
    for point in plan.points {
      do throws(DesignRunner.Refusal) {
        let run = try await runner.run(point.variation, options)
        points.append(SweepPoint(values: point.values, report: run.report))
      } catch {
        throw .refused(error)
      }
    }
    let shown: Shown
    do throws(Shown.Problem) {
      shown = try Shown(
        scenario: scenario, operation: operation, in: points.map(\.report))
    } catch {
      throw .wrongUse(error.message)
    }
    var report = SweepReport(
      parameters: plan.parameters, points: points, scenario: shown.scenario,
      operation: shown.operation, notes: plan.notes)
    report.knees = report.lines.map { line in
      KneeFinder.knee(
        of: line.map { point in
          report.operation(point).map { ($0.throughput, $0.latencyMean) }
        })
    }
    return report
  }
}
