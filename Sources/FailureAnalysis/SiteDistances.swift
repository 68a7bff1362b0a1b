import ArchitectureModel
import Quantities

/// How far sites and the places of users are from each other, for the order in which a caller
/// tries them: the rules are those of the simulation.
struct SiteDistances {
  /// One way where nothing is stated.
  static let far = TimeSpan(nanoseconds: 30_000_000)

  let sites: [Site]
  let distances: [(from: String, to: String, oneWay: TimeSpan)]

  /// One way between two sites; no time within one.
  func between(_ left: Int, _ right: Int) -> TimeSpan {
    if left == right { return .zero }
    let one = sites[left]
    let other = sites[right]
    if one.place != nil, other.place != nil { return apart(one.place, other.place) }
    return one.latencyTo[other.id] ?? other.latencyTo[one.id] ?? Self.far
  }

  /// One way between two places of the exercise.
  func apart(_ left: String?, _ right: String?) -> TimeSpan {
    guard let left, let right else { return Self.far }
    let stated = distances.first {
      ($0.from == left && $0.to == right) || ($0.from == right && $0.to == left)
    }
    return stated?.oneWay ?? (left == right ? .zero : Self.far)
  }

  /// All sites as one site sees them: itself, then by distance, equal ones in the order of the file.
  func order(fromSite site: Int) -> [Int] {
    sorted { $0 == site ? TimeSpan(nanoseconds: -1) : between(site, $0) }
  }

  /// All sites as a place of the exercise sees them.
  func order(fromPlace place: String) -> [Int] { sorted { apart(place, sites[$0].place) } }

  private func sorted(_ distance: (Int) -> TimeSpan) -> [Int] {
    let far = sites.indices.map(distance)
    return sites.indices.sorted { far[$0] == far[$1] ? $0 < $1 : far[$0] < far[$1] }
  }
}
