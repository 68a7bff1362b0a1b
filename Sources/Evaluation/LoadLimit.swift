public import ArchitectureModel
public import Diagnostics

/// A load too large to be simulated in any time that somebody would wait for.
public enum LoadLimit {
  /// Arrivals of one replication, warm-up included, above which a run is refused.
  public static let mostArrivals = 2e9

  /// The problem that a load is too large; nil where it is not.
  public static func problem(_ workload: Workload) -> Diagnostic? {
    let expected = workload.expectedArrivals
    guard expected > mostArrivals, let span = workload.lastsSpan else { return nil }
    let times = (expected / mostArrivals * 10).rounded(.up) / 10
    return Diagnostic(
      code: "arch.too-many-arrivals", severity: .error,
      message: "the load brings about \(words(expected)) requests in one replication", span: span,
      notes: [DiagnosticNote(message: "allowed: at most 2 billion, warm-up included")],
      fix: FixIt(
        message: "divide 'lasts' by \(words(times)), or scale rates and copies down alike",
        edits: []))
  }

  /// A large number as one says it: `70 billion`; beyond a million billions in powers of ten.
  private static func words(_ number: Double) -> String {
    func digits(_ value: Double) -> String {
      let tenths = (value * 10).rounded() / 10
      return tenths == tenths.rounded() && tenths < 1e15
        ? String(Int64(tenths)) : String(tenths)
    }
    return number >= 1e9 ? digits(number / 1e9) + " billion" : digits(number)
  }
}
