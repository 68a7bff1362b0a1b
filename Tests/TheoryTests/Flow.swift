import PluginAPI

/// A file with one load, from the lines of its components.
///
/// - Parameters:
///   - components: One line per component.
///   - arrivals: The fields of the arrivals.
///   - operation: Further fields of the operation, such as `patience: 2s`.
///   - top: Further fields of the file.
///   - faults: The faults, separated by commas.
/// - Returns: The file; its operation is `request`, its entry `web`.
func flow(
  _ components: String, _ arrivals: String, lasts: String = "100s", warmup: String = "0s",
  operation: String = "", top: String = "", faults: String = ""
) -> String {
  let parts = components.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  let more = operation.isEmpty ? "" : ", \(operation)"
  return """
    format: arch/1
    entry: web
    \(top)
    components:
    \(parts)
    workload:
      warmup: \(warmup)
      lasts: \(lasts)
      operations: { request: { arrivals: { \(arrivals) }\(more) } }
    \(faults.isEmpty ? "" : "faults: [\(faults)]")
    """
}

extension Simulated {
  /// Requests that ended by a cause, mean over replications.
  func cause(_ name: String) throws -> Double {
    try operation().causes.first { $0.cause == name }?.count ?? 0
  }

  /// A count of the operation, mean over replications.
  func count(_ part: KeyPath<OperationMeasurements, Estimate>) throws -> Double {
    try operation()[keyPath: part].value ?? .nan
  }

  /// Whether every arrival ended exactly once.
  func endsEachArrivalOnce() throws -> Bool {
    let operation = try operation()
    let ends = [operation.completed, operation.failed, operation.refused, operation.abandoned]
      .reduce(0) { $0 + ($1.value ?? .nan) }
    return abs(ends - (operation.arrivals.value ?? .nan)) < 1e-6
  }
}
