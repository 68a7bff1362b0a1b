public import ArchitectureModel
public import ExerciseFiles
public import PluginAPI

extension Evaluator {
  /// The factors by which numbers are multiplied.
  static let sensitivityFactors = [0.5, 2.0]

  // MARK: Submissions

  /// Halves and doubles each claim and each default of a graded design, one at a time.
  ///
  /// Each variant is graded as the design itself was: the same seed gives the same arrivals, so that
  /// what differs comes from the number and not from luck (common random numbers). Runs that a
  /// number cannot reach are not repeated: those without faults for what acts when something
  /// breaks, all of them for the bill and the availability.
  ///
  /// Source: Averill Law, "Simulation Modeling and Analysis", 5th edition, McGraw-Hill, 2015,
  /// section 11.2, for common random numbers; one factor at a time shows no interactions.
  ///
  /// - Parameters:
  ///   - report: The graded report of the design.
  ///   - architecture: The design as graded.
  ///   - exercise: The exercise.
  ///   - options: As for the report; `progress` is called for each replication.
  ///   - planned: Is told the number of replications before the first one, should none go on longer.
  /// - Returns: What the score hangs on.
  public func sensitivity(
    of report: EvaluationReport, _ architecture: Architecture, _ exercise: Exercise,
    options: RunOptions, planned: (Int) -> Void = { _ in }
  ) async -> SensitivityResults {
    var options = options
    options.isBrief = true
    let study = GradedStudy(evaluator: self, exercise: exercise, base: report, options: options)
    return await results(
      knobs(architecture, report.scenarios) { study.concerns($0) }, architecture, report,
      planned: planned, cost: { study.replications($0) }
    ) { knob, design in
      await study.grade(design, knob.reach)
    }
  }

  // MARK: Files of their own

  /// Halves and doubles each claim and each default of a file with a workload of its own.
  ///
  /// - Parameters:
  ///   - report: The report of the file.
  ///   - reading: The file.
  ///   - bytes: Its bytes.
  ///   - options: As for the report.
  ///   - planned: Is told the number of replications before the first one.
  /// - Returns: What its goals, or else the latency and success of its operations, hang on.
  public func sensitivity(
    of report: EvaluationReport, _ reading: ArchitectureReading, bytes: [UInt8],
    options: RunOptions, planned: (Int) -> Void = { _ in }
  ) async -> SensitivityResults {
    guard let architecture = reading.architecture else {
      return SensitivityResults(points: nil, numbers: [], unmoved: [])
    }
    var options = options
    options.isBrief = true
    let hasFaults = !architecture.faults.isEmpty
    let knobs = knobs(architecture, report.scenarios) { knob in
      switch knob.reach {
      case .runs: true
      case .drills: hasFaults
      case .analysis, .bill: false
      }
    }
    return await results(
      knobs, architecture, report, planned: planned, cost: { _ in options.replications }
    ) { _, design in
      var reading = reading
      reading.architecture = design
      return await self.simulate(reading, bytes: bytes, options: options) ?? report
    }
  }

  // MARK: Both

  private func knobs(
    _ architecture: Architecture, _ scenarios: [ScenarioMeasurements], _ concerns: (Knob) -> Bool
  ) -> [Knob] {
    var taking: Set<String> = []
    for component in scenarios.flatMap(\.components)
    where component.served + component.refused + component.called > 0 {
      taking.insert(component.component)
    }
    return Knob.all(in: architecture, taking: taking).filter(concerns)
  }

  private func results(
    _ knobs: [Knob], _ architecture: Architecture, _ base: EvaluationReport,
    planned: (Int) -> Void, cost: (Knob) -> Int,
    _ judge: (Knob, Architecture) async -> EvaluationReport
  ) async -> SensitivityResults {
    planned(knobs.reduce(0) { $0 + cost($1) * Self.sensitivityFactors.count })
    var numbers: [SensitiveNumber] = []
    var unmoved: [String] = []
    for knob in knobs {
      let value = knob.words(architecture)
      var changes: [SensitivityChange?] = []
      for factor in Self.sensitivityFactors {
        let design = knob.scaled(architecture, factor)
        let words = knob.words(design)
        guard words != value else {
          changes.append(nil)
          continue
        }
        let judged = await judge(knob, design)
        changes.append(SensitivityJudge.change(from: base, to: judged, value: words))
      }
      let number = SensitiveNumber(
        path: knob.path, source: knob.source, value: value, holdsFor: knob.holdsFor,
        halved: changes[0], doubled: changes[1])
      if number.changes.contains(where: { !$0.effects.isEmpty }) {
        numbers.append(number)
      } else if !number.changes.isEmpty {
        unmoved.append(knob.path)
      }
    }
    numbers.sort { left, right in
      if left.swing != right.swing { return left.swing > right.swing }
      return left.reach == right.reach ? left.path < right.path : left.reach > right.reach
    }
    return SensitivityResults(
      points: base.score?.points, numbers: numbers, unmoved: unmoved.sorted())
  }
}

/// Grades variants of a design, with what they have in common done once.
struct GradedStudy {
  let evaluator: Evaluator
  let exercise: Exercise
  let base: EvaluationReport
  let options: RunOptions

  /// Whether a number of this reach can change anything that is graded.
  func concerns(_ knob: Knob) -> Bool {
    switch knob.reach {
    case .runs: true
    case .drills: base.scenarios.contains { isRepeated($0, .drills) } || hasAnalysis
    case .analysis: hasAnalysis
    case .bill: exercise.requirements.contains { $0.measure.isCost }
    }
  }

  /// The replications of a variant, should none go on longer.
  func replications(_ knob: Knob) -> Int {
    base.scenarios.filter { isRepeated($0, knob.reach) }.count * options.replications
  }

  /// Whether a requirement follows from the design alone, which failures it survives and so on.
  private var hasAnalysis: Bool { exercise.requirements.contains { $0.measure.isDerived } }

  private func isRepeated(_ measured: ScenarioMeasurements, _ reach: Parameter.Reach) -> Bool {
    switch reach {
    case .runs: true
    case .drills:
      exercise.scenarios.contains { $0.name == measured.scenario && !$0.faults.isEmpty }
    case .analysis, .bill: false
    }
  }

  /// The report of a variant, with what is graded in it.
  func grade(_ design: Architecture, _ reach: Parameter.Reach) async -> EvaluationReport {
    var scenarios: [ScenarioMeasurements] = []
    for measured in base.scenarios {
      if isRepeated(measured, reach),
        let scenario = exercise.scenarios.first(where: { $0.name == measured.scenario })
      {
        scenarios.append(
          await evaluator.scenario(
            scenario, design, exercise, options, untilDecided: true))
      } else {
        scenarios.append(measured)
      }
    }
    var report = base
    report.scenarios = scenarios
    report.failures =
      hasAnalysis
      ? evaluator.failures(design, exercise: exercise, cutSize: options.cutSize) : base.failures
    evaluator.grade(&report, design, exercise, options, claimed: nil)
    return report
  }
}
