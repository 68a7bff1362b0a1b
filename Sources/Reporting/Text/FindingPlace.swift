import Diagnostics
import PluginAPI

/// Where a finding shows.
enum FindingPlace {
  /// `file:line` of the main place, or the subject; empty for the whole design.
  static func text(_ finding: Finding) -> String {
    guard let place = finding.places.first else { return finding.subject }
    return "\(place.file):\(place.start.line)"
  }
}
