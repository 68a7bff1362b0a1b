public import ArchitectureModel
public import ExerciseFiles
import FailureAnalysis
public import PluginAPI
import Quantities

extension Evaluator {
  /// The sizes of cut sets that can be looked for.
  public static let cutSizes = FailureAnalyser.cutSizes

  /// What breaks a design, without simulation.
  ///
  /// - Parameters:
  ///   - architecture: The design.
  ///   - exercise: Says where users are; nil for a file of its own, whose workload says it.
  ///   - cutSize: The greatest number of units in a cut set.
  /// - Returns: What was found, with a note for each bound that was hit.
  public func failures(
    _ architecture: Architecture, exercise: Exercise?, cutSize: Int
  ) -> FailureResults {
    let users = UserPlaces(
      clients: exercise.map { $0.places.map { ($0.id, $0.share) } }
        ?? architecture.workload?.clients ?? [],
      distances: exercise?.distances ?? [])
    return FailureAnalyser(architecture, users: users).results(cutSize: cutSize)
  }
}

extension Scoring {
  /// Nines at which more cannot be told from certainty in double precision.
  static let mostNines = 15.0

  /// The value of a measure that follows from the design without a simulation; nil for others.
  func derived(_ measure: MeasurePath) -> Estimate? {
    func exact(_ value: Double?) -> Estimate {
      guard let value else { return .none }
      return Estimate(value: value, low: value, high: value, replications: 0)
    }
    switch measure {
    case .machines:
      return exact(Double(architecture.components.reduce(0) { $0 + $1.machines }))
    case .availability(let operation):
      return exact(failures?.operation(operation)?.availability)
    case .nines(let operation):
      guard let found = failures?.operation(operation), let share = found.unavailability else {
        return Estimate.none
      }
      return exact(share > 0 ? min(Self.mostNines, found.nines ?? 0) : Self.mostNines)
    case .survives(let operation, let place):
      let found = failures?.operation(operation)
      let survives = place == .zone ? found?.survivesZone : found?.survivesSite
      return exact(survives.map { $0 ? 1 : 0 })
    case .rpo(let data): return worst(data) { $0.rpo?.seconds }
    case .rto(let data): return worst(data) { $0.rto.seconds }
    default: return nil
    }
  }

  /// The worst of the durable holders of a data class; infinite where one has no value.
  private func worst(_ data: String, _ value: (StoreDurability) -> Double?) -> Estimate {
    let holders = architecture.components.filter { $0.holds(data) && $0.has("durable") }
    let found = holders.compactMap { failures?.store($0.id) }
    guard !found.isEmpty, found.count == holders.count else { return .none }
    let values = found.map(value)
    guard !values.contains(nil), let most = values.compactMap({ $0 }).max() else {
      return Estimate(value: nil, low: nil, high: nil, replications: 0, isInfinite: true)
    }
    return Estimate(value: most, low: most, high: most, replications: 0)
  }
}

extension Explanation {
  /// Why a derived measure is what it is: what stops the operation alone, and what matters most.
  func because(_ measure: MeasurePath, _ failures: FailureResults?) -> [String] {
    guard let failures else { return [] }
    switch measure {
    case .availability(let operation), .nines(let operation):
      guard let found = failures.operation(operation) else { return failures.notes }
      return found.contributions.prefix(3).compactMap { contribution in
        let share = contribution.fussellVesely
        return failures.unit(contribution.unit).map {
          "without failures of \($0.about) \(Self.percent(share)) of the downtime were gone"
        }
      }
    case .survives(let operation, let place):
      let kind: FailureUnit.Kind = place == .zone ? .zone : .site
      let alone = (failures.operation(operation)?.singlePoints ?? []).compactMap {
        failures.unit($0)
      }
      return alone.filter { $0.kind == kind }.prefix(3).map { "\($0.about) stops it alone" }
    case .rpo(let data), .rto(let data):
      let holders = architecture.components.filter { $0.holds(data) && $0.has("durable") }
      if holders.isEmpty { return ["no durable component holds '\(data)'"] }
      return holders.flatMap { holder in
        (failures.store(holder.id)?.because ?? []).map { "'\(holder.id)': \($0)" }
      }
    default: return []
    }
  }

  private static func percent(_ share: Double) -> String {
    "\(Int((share * 100).rounded())) %"
  }
}
