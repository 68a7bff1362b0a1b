public import PluginAPI
import Quantities

extension ResultDocument {
  /// What breaks a design as a value: the member `failures` of `result/1`; null where it was not
  /// looked for.
  ///
  /// Durations are in seconds; null stands for a loss of everything and for what a bound kept from
  /// being worked out, with `because` or a note beside it.
  public static func failures(_ results: FailureResults?) -> JSONValue {
    guard let results else { return .null }
    return .object([
      "cut_size": .integer(results.cutSize),
      "cut_sets": .array(results.operations.flatMap(cutSets)),
      "availability": .object(
        pairs: results.operations.map { ($0.operation, availability($0)) }),
      "stores": .object(pairs: results.stores.map { ($0.component, store($0)) }),
      "units": .object(pairs: results.units.map { ($0.id, unit($0)) }),
      "notes": .strings(results.notes),
    ])
  }

  private static func cutSets(_ operation: OperationFailures) -> [JSONValue] {
    operation.cutSets.map {
      .object(["operation": .string(operation.operation), "units": .strings($0)])
    }
  }

  private static func availability(_ operation: OperationFailures) -> JSONValue {
    func flag(_ value: Bool?) -> JSONValue { value.map { .bool($0) } ?? .null }
    var fields: [(String, JSONValue)] = [
      ("share", .number(operation.availability)), ("nines", .number(operation.nines)),
      (
        "survives",
        .object([
          "zone": flag(operation.survivesZone), "site": flag(operation.survivesSite),
        ])
      ),
      (
        "contributions",
        .array(
          operation.contributions.map {
            .object([
              "unit": .string($0.unit), "birnbaum": .number($0.birnbaum),
              "fussell_vesely": .number($0.fussellVesely),
            ])
          })
      ),
    ]
    if operation.unavailability == nil {
      fields.append(("because", .string("a bound was hit; see the notes")))
    } else if operation.nines == nil {
      fields.append(("because", .string("infinite: nothing that it needs ever fails")))
    }
    return .object(pairs: fields)
  }

  private static func store(_ store: StoreDurability) -> JSONValue {
    .object([
      "rpo": .number(store.rpo?.seconds), "rto": .number(store.rto.seconds),
      "because": .strings(store.because),
      "wiped": store.wiped.map {
        .object(["rpo": .number($0.rpo.seconds), "rto": .number($0.rto.seconds)])
      } ?? .null,
    ])
  }

  private static func unit(_ unit: FailureUnit) -> JSONValue {
    .object([
      "kind": .string(unit.kind.rawValue), "about": .string(unit.about),
      "unavailability": .number(unit.unavailability),
    ])
  }
}
