/// What a diagnostic code means: two sentences and an example.
struct DiagnosticPage: Sendable, Hashable {
  /// The code.
  var code: String
  /// What is wrong, and what to do.
  var about: String
  /// Lines that get it.
  var example: String

  init(_ code: String, _ about: String, _ example: String) {
    self.code = code
    self.about = about
    self.example = example
  }

  /// All codes that the readers use, sorted within each group.
  static let all: [DiagnosticPage] =
    yaml + files + names + forms + steps + faults + designs
    + exercises + predictions + prices

  /// The page of a code, or nil.
  static func page(_ code: String) -> DiagnosticPage? { all.first { $0.code == code } }
}
