import PluginAPI
import Testing

@testable import Reporting

/// The section on what breaks a design, and its part of the document.
@Suite struct FailureTextTests {
  static func text(_ results: FailureResults?) -> String {
    var page = TextPage(.plain)
    FailureText.render(results, &page)
    return page.text
  }

  @Test func singlePointsComeFirstThenNinesThenStores() {
    let expected = """
      WHAT BREAKS IT
        Found without simulation, from how often each part fails and how long that
        lasts, each by itself.

        Each of these alone stops 'buy':
          - zone 'north.a'
          - a fault in all copies at once, such as a bad release, of 'web'

        Nothing alone stops 'look'.

        'buy' can be answered 99.9825 % of the time: 3.76 nines, 1.53 h a year without
        answers.
          -> most of that goes with zone 'north.a' (97 %) and a fault in all copies of
             'web' (1.3 %)
        'look' can always be answered: nothing that it needs ever fails.

        When the zone that hurts most is lost:
          - 'db' loses the acknowledged writes of 2 s and serves writes again after 30
            s: copies are up to 2s behind; another member takes over in 30s
          - 'log' loses everything and serves writes again after 3 h: all copies stand
            in zone 'north.a', and what is lost with it does not come back
        When data are deleted by mistake:
          - 'db' loses the acknowledged writes of up to 1 h and serves again after 10
            min: it is restored from a backup
          - 'log' loses everything: no 'backup' is stated
        ! the design has too many combinations of failures to be followed

      """
    #expect(Self.text(SampleFailures.results).trimmingLines == expected.trimmingLines)
  }

  @Test func nothingIsSaidWhereNothingWasLookedFor() { #expect(Self.text(nil).isEmpty) }

  @Test func namesOfAFileAreMadeSafe() {
    var results = SampleFailures.results
    results.operations[0].operation = TextReportTests.hostile
    results.units[0].about = TextReportTests.hostile
    results.stores[0].component = TextReportTests.hostile
    let text = Self.text(results)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("\u{0}"))
    for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= 80) }
  }

  @Test func theDocumentSaysWhyAValueIsNull() throws {
    guard case .object(let failures) = ResultDocument.failures(SampleFailures.results),
      case .object(let availability) = failures["availability"],
      case .object(let look) = availability["look"], case .object(let lost) = availability["lost"],
      case .object(let stores) = failures["stores"], case .object(let log) = stores["log"]
    else {
      Issue.record("a part of the document is missing")
      return
    }
    #expect(look["share"] == .number(1) && look["nines"] == .null)
    #expect(look["because"] == .string("infinite: nothing that it needs ever fails"))
    #expect(lost["share"] == .null && lost["because"] != nil)
    #expect(log["rpo"] == .null && log["rto"] == .number(10_800))
    #expect(
      failures["cut_sets"]
        == .array(
          [["zone:north.a"], ["component:web"], ["copy:web/1", "copy:web/2"]].map {
            .object(["operation": .string("buy"), "units": .strings($0)])
          }))
  }
}

extension String {
  /// Without empty lines at the ends.
  fileprivate var trimmingLines: String {
    String(drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
  }
}
