import ArchitectureModel

// Where what a component does is recorded.

extension ArchitectureBuilder {
  /// The steps of a component with the record of each request after them, before the request is
  /// handed on; as they are where nothing is recorded.
  mutating func audited(
    _ calls: [Step], _ handlers: [Handler], _ scope: ComponentScope, _ context: inout StepBuilder
  ) -> (calls: [Step], handlers: [Handler]) {
    guard applies("audit", scope), let record = scope.record["audit"]?.record,
      record["send"] != nil
    else {
      return (calls, handlers)
    }
    // Problems of the record itself are told once.
    guard let first = step(record, path: "components.\(scope.id).audit", &context) else {
      return (calls, handlers)
    }
    var result = handlers
    for index in handlers.indices {
      var step = first
      step.path = "components.\(scope.id).handles.\(handlers[index].operation).audit"
      result[index].steps = Self.recorded(handlers[index].steps, step)
    }
    return (Self.recorded(calls, first), result)
  }

  private func applies(_ key: String, _ scope: ComponentScope) -> Bool {
    vocabulary.shape("component").field(key).map { applies($0, to: scope.kind) } ?? false
  }

  private static func recorded(_ steps: [Step], _ step: Step) -> [Step] {
    var result = steps
    let end = steps.firstIndex { if case .then = $0.action { true } else { false } }
    result.insert(step, at: end ?? steps.endIndex)
    return result
  }
}
