/// File names as documents refer to them.
enum FileAddress {
  /// The file as a URI reference: a relative path stays relative.
  ///
  /// Source: T. Berners-Lee et al., "Uniform Resource Identifier (URI): Generic Syntax", RFC 3986,
  /// 2005, section 2.3 (what needs no escape).
  static func uri(_ file: String) -> String {
    let path = file.hasPrefix("./") ? String(file.dropFirst(2)) : file
    let escaped = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.utf8.map { escapedByte($0) }.joined()
    }.joined(separator: "/")
    return file.hasPrefix("/") ? "file://" + escaped : escaped
  }

  private static func escapedByte(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      return String(UnicodeScalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
  }
}
