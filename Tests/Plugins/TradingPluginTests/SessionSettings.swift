import ArchitectureModel
import PluginAPI
import Quantities
import Testing

@testable import TradingPlugin

/// Settings of a load model from texts, as a file gives them: defaults where nothing is said.
enum SessionSettings {
  /// The settings, complete.
  static func read(
    _ changes: [String: String] = [:], of model: any LoadModel = VenueSessionLoad()
  ) throws -> LoadSettings {
    for key in changes.keys {
      #expect(model.settings.contains { $0.key == key }, "no setting is called \(key)")
    }
    var values: [String: FieldValue] = [:]
    for record in model.settings {
      let text = try #require(changes[record.key] ?? record.fallback, "\(record.key)")
      values[record.key] = try value(text, record.type)
    }
    return LoadSettings(values)
  }

  /// The value of a text, or a thrown problem.
  static func value(_ text: String, _ type: FieldType) throws -> FieldValue {
    switch type {
    case .rate: return .number(try Rate.parse(text).get().perSecond)
    case .share: return .number(try Share.parse(text).get().fraction)
    case .duration: return .duration(try TimeSpan.parse(text).get())
    case .count: return .count(try CountText.parse(text).get())
    case .number(let min, let max):
      let number = try #require(Double(text))
      #expect(min <= number && number <= max)
      return .number(number)
    default:
      Issue.record("\(type) is no type of a load setting")
      return .anything
    }
  }

  /// The profile of a venue's session.
  static func profile(_ changes: [String: String] = [:]) throws -> LoadProfile {
    try VenueSessionLoad().profile(read(changes))
  }

  /// The plan of a venue's session.
  static func plan(_ changes: [String: String] = [:]) throws -> SessionPlan {
    try SessionPlan(read(changes))
  }

  /// A session that is nothing but the U: no ramp, bursts, auction or excitation.
  static let plain = [
    "branching": "0%", "burst_rate": "0/s", "burst_factor": "0", "auction": "0%",
    "closing_ramp": "1",
  ]

  /// What a level asks for.
  static func level(_ level: Level) -> [String: String] {
    let found = VenueSessionLoad.levels.first { $0.level == level }?.settings ?? []
    return Dictionary(found.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
  }

  /// The mean number of arrivals of an operation over a session, from its processes alone.
  static func expectedCount(_ operation: OperationLoad) -> Double {
    operation.arrivals.reduce(0) { sum, arrivals in
      if case .burst(let count, _, _, _) = arrivals.process { return sum + Double(count) }
      return sum + arrivals.amplification * area(arrivals.rate)
    }
  }

  /// The integral of a rate over the session by trapezoids, apart from the product's own.
  static func area(_ points: [RatePoint], from: Double = 0, to: Double = 23_400) -> Double {
    guard points.count > 1 else { return (points.first?.perSecond ?? 0) * (to - from) }
    var sum = 0.0
    for (left, right) in zip(points, points.dropFirst())
    where left.at.seconds >= from && right.at.seconds <= to {
      sum += (left.perSecond + right.perSecond) / 2 * (right.at.seconds - left.at.seconds)
    }
    return sum
  }
}
