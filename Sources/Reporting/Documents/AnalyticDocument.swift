public import PluginAPI

/// A prediction as a part of a document.
public enum AnalyticDocument {
  /// The prediction; times in seconds, null where there is no value.
  public static func value(_ prediction: AnalyticPrediction) -> JSONValue {
    .object([
      "operations": .object(pairs: prediction.operations.map { ($0.operation, operation($0)) }),
      "components": .object(pairs: prediction.components.map { ($0.component, component($0)) }),
      "at_mean": prediction.atMean.map(limit) ?? .null,
      "at_peak": prediction.atPeak.map(limit) ?? .null,
      "closed": .array(prediction.closed.map(bounds)),
      "warnings": .array(prediction.warnings.map(ResultDocument.finding)),
      "left_out": .strings(prediction.leftOut),
    ])
  }

  private static func operation(_ operation: OperationPrediction) -> JSONValue {
    .object([
      "rate": .number(operation.rate), "peak_rate": .number(operation.peakRate),
      "latency": .number(operation.latency), "admitted": .number(operation.admitted),
      "exact": operation.theory.map { .string($0) } ?? .null,
      "because": .strings(operation.because),
    ])
  }

  private static func component(_ component: ComponentPrediction) -> JSONValue {
    .object([
      "visits": .object(pairs: component.visits.map { ($0.operation, .number($0.mean)) }),
      "arrivals": .number(component.arrivals), "work": .number(component.work),
      "held": .number(component.held), "utilisation": .number(component.utilisation),
      "busiest": .number(component.busiest),
      "busiest_at_peak": .number(component.busiestAtPeak),
      "waiting": .number(component.waiting), "time": .number(component.time),
      "exact": component.theory.map { .string($0) } ?? .null,
    ])
  }

  private static func limit(_ limit: LoadLimit) -> JSONValue {
    .object([
      "bottleneck": .string(limit.bottleneck), "utilisation": .number(limit.utilisation),
      "factor": .number(limit.factor),
    ])
  }

  private static func bounds(_ bounds: ClosedBounds) -> JSONValue {
    .object([
      "operation": .string(bounds.operation), "users": .integer(bounds.users),
      "think": .number(bounds.think), "unloaded": .number(bounds.unloaded),
      "bottleneck": bounds.bottleneck.map { .string($0) } ?? .null,
      "throughput": .number(bounds.throughput), "latency": .number(bounds.latency),
      "knee": .number(bounds.knee),
    ])
  }
}
