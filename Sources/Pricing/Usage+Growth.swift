import ArchitectureModel

extension Usage {
  /// The share up to which slots are filled before machines are added.
  ///
  /// Source: the set point of autoscaling by utilisation that public clouds give as an example,
  /// 50 to 70 %; the middle.
  public static let fill = 0.6

  /// The usage at so many times the load.
  ///
  /// Machines are added in proportion to the load where the slots would otherwise be filled beyond
  /// `fill`, or beyond what they are already filled to now; whole copies, shards and partitions at
  /// a time. Where the utilisation is not known they are added in full proportion. Transfers, calls
  /// and what grows with the load are multiplied; what a component keeps by a stated number stays.
  ///
  /// - Parameter factor: At least 1.
  /// - Returns: The usage then.
  public func scaled(by factor: Double) -> Usage {
    var result = self
    for index in result.components.indices {
      // What is paid for what it does is paid for more.
      let growth =
        result.components[index].charge == .invocations
        ? factor : Self.growth(result.components[index].utilisation, factor)
      for fleet in result.components[index].fleets.indices {
        let units = Double(result.components[index].fleets[fleet].units)
        result.components[index].fleets[fleet].units = Int(
          min(1e12, (units * growth - 1e-9).rounded(.up)))
        if let hours = result.components[index].fleets[fleet].hours {
          result.components[index].fleets[fleet].hours = hours * growth
        }
      }
      result.components[index].calls *= factor
      for place in result.components[index].backups.indices
      where result.components[index].backups[place].growsWithLoad {
        result.components[index].backups[place].bytes *= factor
      }
      for place in result.components[index].stored.indices
      where result.components[index].stored[place].growsWithLoad {
        result.components[index].stored[place].bytes *= factor
      }
    }
    for index in result.transfers.indices { result.transfers[index].bytes *= factor }
    for index in result.operations.indices {
      result.operations[index].requests *= factor
      for place in result.operations[index].weights.indices {
        result.operations[index].weights[place] *= factor
      }
    }
    return result
  }

  /// By how much the machines of a component grow, at least 1.
  static func growth(_ utilisation: Double?, _ factor: Double) -> Double {
    guard let utilisation, utilisation.isFinite else { return max(1, factor) }
    guard utilisation > 0 else { return 1 }
    return max(1, factor * utilisation / max(utilisation, fill))
  }
}
