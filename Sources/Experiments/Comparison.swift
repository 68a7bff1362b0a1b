import Diagnostics
public import Evaluation
import ExerciseFiles
public import PluginAPI

/// Designs beside each other, all under the same luck, and the changes between the first two one at
/// a time.
public struct Comparison: Sendable {
  /// Designs at most.
  public static let mostDesigns = 12
  /// Changes that are run one at a time, at most.
  public static let mostChanges = 24

  let runner: DesignRunner

  /// Creates a comparison.
  public init(runner: DesignRunner) { self.runner = runner }

  /// A design to compare.
  public struct Side: Sendable {
    /// A short name that no other has.
    public var label: String
    /// The design, with what is changed in it.
    public var variation: DesignRunner.Variation

    /// Creates a side.
    public init(label: String, _ variation: DesignRunner.Variation) {
      self.label = label
      self.variation = variation
    }
  }

  /// Why a comparison cannot be made.
  public enum Failure: Error, Sendable {
    /// What was asked for makes no sense, in words.
    case wrongUse(String)
    /// A design is not valid.
    case refused(DesignRunner.Refusal)
  }

  /// The labels `A`, `B`, `C` of a number of designs.
  public static func labels(_ count: Int) -> [String] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (0..<count).map { index -> String in
      let letter = String(letters[index % letters.count])
      return index < letters.count ? letter : "\(letter)\(index / letters.count)"
    }
  }

  // MARK: Changes

  /// How the file of a side differs from that of another.
  private func differences(_ first: Side, _ second: Side) -> [FileDifference] {
    FileDifference.between(
      first.variation.design.bytes, second.variation.design.bytes,
      file: second.variation.design.name, vocabulary: runner.plugins.vocabulary)
  }

  /// How many runs the changes from one side to another take, one at a time; nil where they are too
  /// many.
  public func singleRuns(_ first: Side, _ second: Side) -> Int? {
    let count = differences(first, second).count { !$0.isForReaders }
    return count <= Self.mostChanges ? count : nil
  }

  /// Whether a file with some of the changes is valid; nil if so, else the first error in words.
  private func problem(
    _ first: Side, _ changes: [FileDifference], _ second: Side
  ) -> String? {
    do throws(DesignRunner.Refusal) {
      _ = try runner.read(changed(first, changes, second))
      return nil
    } catch {
      return error.problems.first { $0.severity == .error }?.message ?? "the file is not valid"
    }
  }

  private func changed(
    _ first: Side, _ changes: [FileDifference], _ second: Side
  ) -> DesignRunner.Variation {
    var variation = first.variation
    variation.changes += changes.map(\.change)
    let text = String(decoding: second.variation.design.bytes, as: UTF8.self)
    variation.texts.append(SourceText(name: second.variation.design.name, text: text))
    return variation
  }

  /// The further changes without which a change gives no valid file; nil where even all of them do
  /// not.
  ///
  /// From all changes those are taken away, one after the other, that are not needed. None of what
  /// remains can be left out.
  ///
  /// Source: Andreas Zeller, "Yesterday, My Program Worked. Today, It Does Not. Why?", ESEC/FSE 1999,
  /// section 3: a set of changes none of which can be left out.
  private func needs(
    of index: Int, _ all: [FileDifference], _ first: Side, _ second: Side
  ) -> [Int]? {
    var kept = all.indices.filter { !all[$0].isForReaders }
    guard problem(first, kept.map { all[$0] }, second) == nil else { return nil }
    for candidate in kept.reversed() where candidate != index {
      let fewer = kept.filter { $0 != candidate }
      if problem(first, fewer.map { all[$0] }, second) == nil { kept = fewer }
    }
    return kept.filter { $0 != index }
  }

  /// The first design with each change towards the second, one at a time.
  private func single(
    _ first: Side, _ second: Side, _ options: RunOptions
  ) async throws(Failure) -> [SingleChange] {
    let all = differences(first, second)
    var result: [SingleChange] = []
    for index in all.indices where !all[index].isForReaders {
      let because = problem(first, [all[index]], second)
      guard let needs = because == nil ? [] : needs(of: index, all, first, second) else {
        result.append(
          SingleChange(change: index, needs: [], because: because ?? "", report: nil))
        continue
      }
      let changes = ([index] + needs).sorted().map { all[$0] }
      // The same set is run once.
      let same = result.first { Set([$0.change] + $0.needs) == Set([index] + needs) }
      let report: EvaluationReport?
      if let same {
        report = same.report
      } else {
        report = try await run(changed(first, changes, second), options)
      }
      result.append(
        SingleChange(change: index, needs: needs, because: because ?? "", report: report))
    }
    return result
  }

  // MARK: Running

  private func run(
    _ variation: DesignRunner.Variation, _ options: RunOptions
  ) async throws(Failure) -> EvaluationReport {
    do throws(DesignRunner.Refusal) {
      return try await runner.run(variation, options).report
    } catch {
      throw .refused(error)
    }
  }

  /// Runs all designs, each with the same seed.
  ///
  /// - Parameters:
  ///   - sides: At least two designs.
  ///   - options: How each is run.
  ///   - isSingle: Whether the changes from the first to the second are run one at a time.
  ///   - scenario: The scenario to show; if nil the one without faults that asks for most.
  ///   - operation: The operation to show; if nil the one with most arrivals.
  /// - Returns: What was found out.
  /// - Throws: A design that is refused, or a name that does not exist.
  public func run(
    _ sides: [Side], _ options: RunOptions, isSingle: Bool = false, scenario: String? = nil,
    operation: String? = nil
  ) async throws(Failure) -> ComparisonReport {
    var designs: [ComparedDesign] = []
    for side in sides {
      let report = try await run(side.variation, options)
      let changes = sides.first.map { differences($0, side) } ?? []
      designs.append(
        ComparedDesign(
          label: side.label, report: report,
          changes: changes.map {
            ChangedPlace(
              path: $0.path, before: $0.before, after: $0.after, isForReaders: $0.isForReaders)
          }))
    }
    let shown: Shown
    do throws(Shown.Problem) {
      shown = try Shown(scenario: scenario, operation: operation, in: designs.map(\.report))
    } catch {
      throw .wrongUse(error.message)
    }
    var report = ComparisonReport(
      designs: designs, scenario: shown.scenario, operation: shown.operation)
    if isSingle, sides.count == 2 {
      if singleRuns(sides[0], sides[1]) != nil {
        report.single = try await single(sides[0], sides[1], options)
      } else {
        report.notes.append(
          "more than \(Self.mostChanges) changes lie between the files: they are not run one at a "
            + "time")
      }
    }
    return report
  }
}
