import ArchitectureModel
import PluginAPI

/// The numbers that a design states about itself, as text: all of them, for those who review it.
enum ClaimText {
  static func render(_ claims: [ClaimResult], _ page: inout TextPage) {
    guard !claims.isEmpty else { return }
    part(
      claims.filter { !$0.isBelieved }, "NUMBERS THAT WERE NOT BELIEVED",
      "The design states them, but they are better than the default and nothing backs them up.",
      &page)
    part(
      claims.filter(\.isBelieved), "NUMBERS TO QUESTION",
      "They are better than the default, and were used as they are written.", &page)
  }

  private static func part(
    _ claims: [ClaimResult], _ heading: String, _ about: String, _ page: inout TextPage
  ) {
    guard !claims.isEmpty else { return }
    page.heading(heading)
    page.say(about, indent: 2, tint: .quiet)
    for claim in claims {
      page.say("\(claim.path): \(words(claim))\(range(claim))", indent: 2, hang: 2)
    }
  }

  private static func words(_ claim: ClaimResult) -> String {
    switch claim.standing {
    case .asWritten where !claim.isPlausible: "\(claim.stated), which nobody has published"
    case .asWritten, .believed: claim.stated
    case .heldToBound: "you wrote \(claim.stated), the end of the range, \(claim.used), was used"
    case .notAllowed: "you wrote \(claim.stated), \(claim.used) was used"
    }
  }

  private static func range(_ claim: ClaimResult) -> String {
    claim.range.isEmpty ? "" : " (\(claim.range))"
  }
}
