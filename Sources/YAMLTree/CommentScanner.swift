/// The search for comments: they lie between libyaml's tokens.
struct CommentScanner {
  /// Deeper brackets are not followed, since libyaml's cost grows with the depth.
  static let deepestBrackets = 64

  let map: TextMap

  func comments(utf8: [UInt8]) -> [YAMLComment] {
    var stream = EventStream(utf8: utf8, scalarBytes: 0)
    var found: [YAMLComment] = []
    var gapStart = 0
    var depth = 0
    while depth <= CommentScanner.deepestBrackets, let token = stream.nextToken() {
      // A token that stands for a change of indentation may lie before tokens already seen.
      if token.range.lowerBound > gapStart {
        search(gapStart..<token.range.lowerBound, into: &found)
        gapStart = token.range.lowerBound
      }
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .block: search(header(of: token.range), into: &found)
      case .other: break
      case .end:
        search(gapStart..<max(gapStart, map.scalars.count), into: &found)
        return found
      }
      gapStart = max(gapStart, token.range.upperBound)
    }
    guess(from: gapStart, into: &found)
    return found
  }

  /// The rest of the line after the `|` or `>` that begins a block scalar.
  private func header(of block: Range<Int>) -> Range<Int> {
    let start = min(block.lowerBound + 1, map.scalars.count)
    return start..<max(start, map.lineEnd(at: block.lowerBound))
  }

  /// Finds the comments of a stretch without tokens.
  private func search(_ gap: Range<Int>, into found: inout [YAMLComment]) {
    var index = gap.lowerBound
    let end = min(gap.upperBound, map.scalars.count)
    while index < end {
      if map.scalars[index] == "#", isAtWordStart(index) {
        index = add(index, into: &found)
      } else {
        index += 1
      }
    }
  }

  /// Finds what looks like comments where the syntax is broken.
  private func guess(from start: Int, into found: inout [YAMLComment]) {
    var index = start
    var quote: Unicode.Scalar?
    while index < map.scalars.count {
      let scalar = map.scalars[index]
      switch scalar {
      case "\n", "\r":
        quote = nil
      case "'", "\"":
        if quote == nil {
          quote = opensQuote(index) ? scalar : nil
        } else if quote == scalar {
          quote = nil
        }
      case "#" where quote == nil && isAtWordStart(index):
        index = add(index, into: &found)
        continue
      default:
        break
      }
      index += 1
    }
  }

  private func isAtWordStart(_ index: Int) -> Bool {
    index == 0 || map.scalars[index - 1].properties.isWhitespace
  }

  private func opensQuote(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let previous = map.scalars[index - 1]
    return previous.properties.isWhitespace || "[{,".unicodeScalars.contains(previous)
  }

  /// Adds the comment at an index and gives the end of its line.
  private func add(_ index: Int, into found: inout [YAMLComment]) -> Int {
    let lineEnd = map.lineEnd(at: index)
    var start = index + 1
    while start < lineEnd, map.scalars[start].properties.isWhitespace {
      start += 1
    }
    let end = map.trimmedEnd(lineEnd, notBefore: start)
    found.append(YAMLComment(line: map.line(at: index) + 1, text: map.text(start..<end)))
    return max(lineEnd, index + 1)
  }
}
