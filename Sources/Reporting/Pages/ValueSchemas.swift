import ArchitectureModel

/// The schemas of scalar values and of the forms that have no shape of their own.
enum ValueSchemas {
  private static let decimal = "[0-9]+(\\.[0-9]+)?"
  static let identifier = "^([A-Za-z][A-Za-z0-9_.-]{0,63}|x-.*)$"
  static let duration = "^(\(decimal)(ns|us|ms|s|min|h|d|y))+$"
  static let size = "^\(decimal)(B|KB|KiB|MB|MiB|GB|GiB|TB|TiB)$"
  static let rate = "^\(decimal)/(s|min|h)$"
  static let bandwidth = "^\(decimal)(bps|kbps|Mbps|Gbps|Tbps)$"
  static let money = "^\(decimal) [A-Z]{3}(/(mo|h|core-h|GiB-h|GiB-mo|GiB|call|Mcall))?$"
  static let percent = "^\(decimal)%?$"
  static let count = "^\(decimal)[kM]?$"

  static func pattern(_ text: String) -> JSONValue {
    .object(["type": .string("string"), "pattern": .string(text)])
  }

  private static func any(_ schemas: [JSONValue]) -> JSONValue {
    .object(["anyOf": .array(schemas)])
  }

  /// The schema of a value that is written as one word.
  static func scalar(_ type: FieldType) -> JSONValue {
    switch type {
    case .text, .identifier, .date:
      // An editor reads `1.0`, `true` or a date otherwise than as the text that is meant.
      return .object(["type": .strings(["string", "number", "boolean"])])
    case .timeOfDay: return pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
    case .flag:
      return any([.object(["type": .string("boolean")]), words(["yes", "no", "true", "false"])])
    case .count(let min, let none):
      let whole = JSONValue.object(["type": .string("integer"), "minimum": .integer(min)])
      return any([whole, pattern(count)] + (none ? [words(["none"])] : []))
    case .number(let min, let max):
      return .object([
        "type": .string("number"), "minimum": .number(min), "maximum": .number(max),
      ])
    case .duration: return pattern(duration)
    case .size: return pattern(size)
    case .rate: return pattern(rate)
    case .bandwidth: return pattern(bandwidth)
    case .money: return pattern(money)
    case .share:
      let fraction = JSONValue.object([
        "type": .string("number"), "minimum": .integer(0), "maximum": .integer(1),
      ])
      return any([fraction, pattern(percent)])
    case .rateCurve: return any([pattern(rate), SchemaWriter.ref("rate_points")])
    case .spread: return any([pattern(duration), SchemaWriter.ref("spread_parts")])
    case .work: return any([pattern(duration), SchemaWriter.ref("work_parts")])
    case .choice(let choices): return words(choices)
    default: return .object([:])
    }
  }

  private static func words(_ words: [String]) -> JSONValue { .object(["enum": .strings(words)]) }

  /// A spread written by its parts.
  static let spread = parts(
    title: "Spread",
    about: "How a duration varies: { exact }, { mean, cv }, { mean, p99 }, { p50, p99 }, "
      + "{ mean, shape, cv } or { like }.", more: [:])

  /// A spread of work, with the part that needs a processor.
  static let work = parts(
    title: "Work",
    about: "How busy time varies: { exact }, { mean, cv }, { mean, p99 }, { p50, p99 }, "
      + "{ mean, shape, cv } or { like }, each with cpu: the part that needs a processor.",
    more: ["cpu": scalar(.share)])

  private static func parts(
    title: String, about: String, more: [String: JSONValue]
  ) -> JSONValue {
    let properties: [String: JSONValue] = [
      "exact": pattern(duration), "mean": pattern(duration), "p50": pattern(duration),
      "p99": pattern(duration), "cv": .object(["type": .string("number"), "minimum": .integer(0)]),
      "shape": words([
        "exponential", "erlang", "gamma", "weibull", "pareto", "uniform", "hyperexponential",
        "lognormal",
      ]),
      "like": .object(["type": .string("string")]),
    ]
    return .object([
      "type": .string("object"), "title": .string(title), "description": .string(about),
      "properties": .object(properties.merging(more) { first, _ in first }),
      "additionalProperties": .bool(false),
    ])
  }

  /// A rate over time.
  static let ratePoints = JSONValue.object([
    "type": .string("array"), "title": .string("Rate over time"), "minItems": .integer(1),
    "description": .string("Points { at, rate } in rising order, joined by straight lines."),
    "items": .object([
      "type": .string("object"), "required": .strings(["at", "rate"]),
      "properties": .object(["at": pattern(duration), "rate": pattern(rate)]),
      "patternProperties": .object(["^x-": .bool(true)]),
      "additionalProperties": .bool(false),
    ]),
  ])
}
