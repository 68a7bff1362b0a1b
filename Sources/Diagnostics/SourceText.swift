/// The text of a file, cut into lines.
///
/// A line ends at LF, CR LF or CR; other Unicode line separators do not end one. A byte order mark
/// at the very beginning is left out.
public struct SourceText: Sendable {
  /// The name of the file, as spans give it.
  public let name: String

  private let text: String
  private let lineStarts: [String.Index]

  /// Creates the text and finds its lines; O(length).
  public init(name: String, text: String) {
    self.name = name
    var text = text
    if text.unicodeScalars.first == "\u{FEFF}" {
      text.unicodeScalars.removeFirst()
    }
    text.makeContiguousUTF8()
    self.text = text
    var starts = [text.startIndex]
    let bytes = text.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      index = bytes.index(after: index)
      let isBareReturn = byte == 0x0D && (index == bytes.endIndex || bytes[index] != 0x0A)
      if byte == 0x0A || isBareReturn {
        starts.append(index)
      }
    }
    lineStarts = starts
  }

  /// The number of lines; a line end at the end of the text is followed by one empty line.
  public var lineCount: Int { lineStarts.count }

  /// The line with the number `n`, counted from 1, without its end; nil when there is none.
  public func line(_ n: Int) -> Substring? {
    guard n >= 1, n <= lineStarts.count else { return nil }
    let start = lineStarts[n - 1]
    var end = n < lineStarts.count ? lineStarts[n] : text.endIndex
    while end > start {
      let previous = text.utf8.index(before: end)
      let byte = text.utf8[previous]
      guard byte == 0x0A || byte == 0x0D else { break }
      end = previous
    }
    return text[start..<end]
  }
}

/// The texts that diagnostics may quote, by file name.
public struct SourceCatalog: Sendable {
  private var texts: [String: SourceText] = [:]

  /// Creates a catalog without texts.
  public init() {}

  /// Adds a text; one of the same name is replaced.
  public mutating func add(_ text: SourceText) {
    texts[text.name] = text
  }

  /// The text of the file with this name; nil when it was not added.
  public subscript(name: String) -> SourceText? { texts[name] }
}
