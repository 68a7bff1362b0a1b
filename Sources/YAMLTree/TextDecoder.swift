internal import Diagnostics

/// The step from bytes to code points, with what is refused before YAML begins.
enum TextDecoder {
  /// The most control characters that are listed one by one.
  static let listedControls = 50

  /// What became of the bytes.
  enum Outcome {
    case text(TextMap, utf8: [UInt8])
    case refused([Diagnostic])
  }

  static func decode(_ bytes: [UInt8], file: String, limit: Int) -> Outcome {
    let top = SourcePosition(line: 1, column: 1)
    let start = SourceSpan(file: file, start: top, end: top)
    guard bytes.count <= limit else {
      let message = "the file has \(bytes.count) bytes; the limit is \(limit) bytes"
      return .refused([.yaml("too-large", message, start)])
    }
    guard !isUTF16(bytes) else {
      let message = "the file is written in UTF-16 or UTF-32; save it as UTF-8"
      return .refused([.yaml("invalid-utf8", message, start)])
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let (scalars, failedByte) = scalars(of: body)
    let map = TextMap(scalars: scalars, file: file)
    if let failedByte {
      let byte = String(failedByte, radix: 16, uppercase: true)
      let message =
        "the byte 0x\(failedByte < 16 ? "0" : "")\(byte) is not valid UTF-8 here; "
        + "save the file as UTF-8"
      let place = map.span(scalars.count, scalars.count)
      return .refused(controls(in: map) + [.yaml("invalid-utf8", message, place)])
    }
    let controls = controls(in: map)
    return controls.isEmpty ? .text(map, utf8: body) : .refused(controls)
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2 else { return false }
    switch (bytes[0], bytes[1]) {
    case (0xFE, 0xFF), (0xFF, 0xFE):
      return true
    case (0, 0):
      return bytes.count >= 4 && bytes[2] == 0xFE && bytes[3] == 0xFF
    case (let first, let second):
      guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return false }
      return (first == 0) != (second == 0) && (bytes[2] == 0) == (first == 0)
        && (bytes[3] == 0) == (second == 0)
    }
  }

  /// The code points before the first fault, and the byte at fault.
  private static func scalars(of bytes: [UInt8]) -> ([Unicode.Scalar], UInt8?) {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.count)
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput:
        return (scalars, nil)
      case .error:
        return (scalars, offset < bytes.count ? bytes[offset] : 0)
      case .valid(let encoded):
        offset += encoded.count
        scalars.append(Unicode.UTF8.decode(encoded))
      }
    }
  }

  /// Whether YAML allows the code point in a file; a byte order mark is allowed at the top only.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85:
      return true
    case 0xFEFF, 0xFFFE, 0xFFFF:
      return false
    case let value:
      return value >= 0xA0
    }
  }

  private static func controls(in map: TextMap) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, scalar) in map.scalars.enumerated() where !isAllowed(scalar) {
      let place = map.span(index, index + 1)
      guard found.count < listedControls else {
        found.append(.yaml("control-character", "more control characters follow from here", place))
        break
      }
      let message = "the control character \(name(of: scalar)) is not allowed; delete it"
      found.append(.yaml("control-character", message, place))
    }
    return found
  }

  /// A code point in the notation of Unicode, such as "U+0000 (NUL)".
  static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
    switch scalar.value {
    case 0x00: return code + " (NUL)"
    case 0x1B: return code + " (escape)"
    case 0xFEFF: return code + " (byte order mark)"
    default: return code
    }
  }
}

extension Diagnostic {
  /// An error of this module; the code is given without its "yaml." in front.
  static func yaml(
    _ code: String,
    _ message: String,
    _ span: SourceSpan,
    notes: [DiagnosticNote] = [],
    fix: FixIt? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: "yaml." + code, severity: .error, message: message, span: span, notes: notes, fix: fix)
  }
}
