internal import Diagnostics

/// The code points of a file and where its lines begin.
///
/// libyaml's marks are used by code point index only: its own lines also end at NEL, LS and PS,
/// which no editor counts.
struct TextMap {
  let file: String
  let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]

  init(scalars: [Unicode.Scalar], file: String) {
    self.file = file
    self.scalars = scalars
    var starts = [0]
    for (index, scalar) in scalars.enumerated() {
      let isBareReturn =
        scalar == "\r" && !(index + 1 < scalars.count && scalars[index + 1] == "\n")
      if scalar == "\n" || isBareReturn {
        starts.append(index + 1)
      }
    }
    lineStarts = starts
  }

  /// The scalar at an index; nil outside the file.
  func scalar(at index: Int) -> Unicode.Scalar? {
    scalars.indices.contains(index) ? scalars[index] : nil
  }

  /// The line of an index, counted from 0; an index outside the file counts as its nearest end.
  func line(at index: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= index {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  /// The index at which the line of an index begins.
  func lineStart(at index: Int) -> Int { lineStarts[line(at: index)] }

  /// The index just after the last character of the line, its line end left out.
  func lineEnd(at index: Int) -> Int {
    let line = line(at: index)
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : scalars.count
    while end > lineStarts[line], scalars[end - 1] == "\n" || scalars[end - 1] == "\r" {
      end -= 1
    }
    return end
  }

  /// The place of an index; inside a line end it is the end of the line.
  func position(at index: Int) -> SourcePosition {
    var index = min(max(index, 0), scalars.count)
    let line = line(at: index)
    if index > lineStarts[line], scalars[index - 1] == "\r" {
      index -= 1
    }
    return SourcePosition(line: line + 1, column: index - lineStarts[line] + 1)
  }

  func span(_ start: Int, _ end: Int) -> SourceSpan {
    SourceSpan(file: file, start: position(at: start), end: position(at: max(start, end)))
  }

  /// The index moved back over white space and line ends, not further than `lower`.
  func trimmedEnd(_ index: Int, notBefore lower: Int) -> Int {
    var index = min(index, scalars.count)
    while index > lower, scalars[index - 1].properties.isWhitespace {
      index -= 1
    }
    return max(index, lower)
  }

  /// The white space at the beginning of the line before `index`; nil when other text is there.
  func indentation(before index: Int) -> Range<Int>? {
    let index = min(max(index, 0), scalars.count)
    var start = index
    while start > 0, scalars[start - 1] == " " || scalars[start - 1] == "\t" {
      start -= 1
    }
    return start == lineStart(at: index) ? start..<index : nil
  }

  /// The word at an index, up to white space or a bracket, at most 40 code points.
  func word(at index: Int) -> Range<Int> {
    let index = min(max(index, 0), scalars.count)
    var end = index
    while end < scalars.count, end - index < 40, !scalars[end].properties.isWhitespace,
      !",[]{}".unicodeScalars.contains(scalars[end])
    {
      end += 1
    }
    return index..<end
  }

  /// The text of a range of indices.
  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
    return String(text)
  }
}
