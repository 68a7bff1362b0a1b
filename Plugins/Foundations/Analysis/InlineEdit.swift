import ArchitectureModel
import Diagnostics

/// Edits that surely leave valid YAML behind.
enum InlineEdit {
  /// Adds `field` at the end of a map written in braces; nil for a map in block style.
  ///
  /// A map in braces begins before its first key, a map in block style with it.
  static func adding(_ field: String, to record: ReadRecord) -> SourceEdit? {
    guard let first = record.entries.first,
      let last = record.entries.max(by: { $0.value.span.end < $1.value.span.end }),
      first.keySpan.file == record.span.file, last.value.span.file == record.span.file,
      record.entries.allSatisfy({ record.span.start < $0.keySpan.start }),
      last.value.span.end < record.span.end
    else { return nil }
    let place = SourceSpan(
      file: record.span.file, start: last.value.span.end, end: last.value.span.end)
    return SourceEdit(span: place, replacement: ", \(field)")
  }

  /// Adds `field` to a call: to its map in braces, or in place of a lone name.
  static func adding(_ field: String, to call: Call) -> SourceEdit? {
    if call.span == call.target.span, call.verb == .call {
      return SourceEdit(
        span: call.span, replacement: "{ call: \(call.target.name), \(field) }")
    }
    guard let record = call.record, record.span == call.span else { return nil }
    return adding(field, to: record)
  }

  /// Adds `field` to the retry policy of a call where it is written in braces.
  static func adding(_ field: String, toRetryOf call: Call) -> SourceEdit? {
    guard let retry = call.record?["retry"]?.record else { return nil }
    return adding(field, to: retry)
  }
}
