internal import Diagnostics

/// What libyaml's complaints mean, in a student's words.
struct SyntaxWords {
  let map: TextMap

  /// The diagnostic for a failure of libyaml.
  func diagnostic(for failure: YAMLFailure) -> Diagnostic {
    let index = visible(failure.index)
    if let special = tab(failure) ?? tagOrAlias(failure) ?? quote(failure) ?? key(failure) {
      return special
    }
    let span = map.span(index, max(map.word(at: index).upperBound, index))
    return .yaml(
      "syntax", message(failure.problem, at: index), span, notes: notes(failure, before: index))
  }

  /// The index, or the end of the text before it when only white space follows it.
  private func visible(_ index: Int) -> Int {
    let end = map.trimmedEnd(map.scalars.count, notBefore: 0)
    return min(index, end)
  }

  private func message(_ problem: String, at index: Int) -> String {
    switch problem {
    case "mapping values are not allowed in this context":
      return "no key can stand before this ':'; put a text that holds ': ' in quotes, "
        + "or check the indentation of this line and of the line above"
    case "did not find expected key":
      return "this does not continue the map above it; check the indentation of this line, "
        + "and the quotes and brackets before it"
    case "did not find expected '-' indicator":
      return "this does not continue the list above it; begin it with '- ' in line with the "
        + "other items, or check its indentation"
    case "did not find expected ',' or ']'":
      return "a list in [ ] needs ',' between its items and ']' at its end"
    case "did not find expected ',' or '}'":
      return "a map in { } needs ',' between its entries and '}' at its end"
    case "block sequence entries are not allowed in this context":
      return "a list item cannot begin here; put '- ' at the beginning of a line of its own"
    case "mapping keys are not allowed in this context":
      return "'? ' cannot stand here; put the text in quotes"
    case "did not find expected node content":
      return "a value is missing here"
    case "found character that cannot start any token":
      return "a text cannot begin with \(quoted(index)); put it in quotes"
    case "did not find expected <document start>":
      return "this belongs to nothing above it; check the indentation, or put the text in quotes"
    default:
      return rareMessage(problem)
    }
  }

  private func rareMessage(_ problem: String) -> String {
    switch problem {
    case "found unexpected ':'":
      return "a ':' cannot stand here; put a space after it, or put the text in quotes"
    case "found unknown escape character":
      return "this backslash begins no escape; write '\\\\', or use single quotes"
    case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return "this escape does not name a character; write '\\\\' for a backslash"
    case "did not find expected comment or line break":
      return "only a comment may follow '|' or '>' on its line"
    case "found an indentation indicator equal to 0":
      return "the number after '|' or '>' must be between 1 and 9"
    case "found incompatible YAML document":
      return "this version of YAML is not known; delete the '%YAML' line"
    case "found unknown directive name", "could not find expected directive name":
      return "a line cannot begin with '%'; put the text in quotes"
    case "out of memory":
      return "there is not enough memory to read the file"
    default:
      return "this is not valid YAML (\(problem))"
    }
  }

  private func quoted(_ index: Int) -> String {
    map.scalar(at: index).map { "'\($0)'" } ?? "this"
  }

  /// Where the list or map began that the failure lies in, when that helps.
  private func notes(_ failure: YAMLFailure, before index: Int) -> [DiagnosticNote] {
    guard let context = failure.contextIndex, context < index else {
      return crampedColon(failure, before: index)
    }
    let span = map.span(context, context + 1)
    switch failure.context {
    case "while parsing a flow sequence":
      return [DiagnosticNote(message: "the list opened here is not closed", span: span)]
    case "while parsing a flow mapping":
      return [DiagnosticNote(message: "the map opened here is not closed", span: span)]
    case "while parsing a block mapping":
      return [DiagnosticNote(message: "the map begins", span: span)]
    case "while parsing a block collection":
      return [DiagnosticNote(message: "the list begins", span: span)]
    default:
      return []
    }
  }

  /// The colon of the line above when text follows it at once, as in `kind:service`.
  private func crampedColon(_ failure: YAMLFailure, before index: Int) -> [DiagnosticNote] {
    let lineStart = map.lineStart(at: index)
    guard failure.problem == "mapping values are not allowed in this context", lineStart > 0 else {
      return []
    }
    let above = map.lineStart(at: lineStart - 1)..<map.lineEnd(at: lineStart - 1)
    guard let colon = map.scalars[above].firstIndex(of: ":"), colon + 1 < above.upperBound,
      !map.scalars[colon + 1].properties.isWhitespace
    else { return [] }
    return [
      DiagnosticNote(message: "a space is missing after ':'", span: map.span(colon, colon + 1))
    ]
  }
}

// MARK: - Failures with a place or a code of their own

extension SyntaxWords {
  /// The diagnostic for white space that holds tabs at the beginning of a line.
  func tab(indentation: Range<Int>) -> Diagnostic {
    var spaces = ""
    for scalar in map.scalars[indentation] {
      spaces += scalar == "\t" ? "  " : " "
    }
    let tab = map.scalars[indentation].firstIndex(of: "\t") ?? indentation.lowerBound
    let edit = SourceEdit(
      span: map.span(indentation.lowerBound, indentation.upperBound), replacement: spaces)
    return .yaml(
      "tab", "this line is indented with a tab; indent with spaces", map.span(tab, tab + 1),
      fix: FixIt(message: "replace the tab with spaces", edits: [edit]))
  }

  private func tab(_ failure: YAMLFailure) -> Diagnostic? {
    var tab = failure.index
    switch failure.problem {
    case "found character that cannot start any token":
      guard map.scalar(at: tab) == "\t" else { return nil }
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      // libyaml's mark may lie just after the tab.
      if map.scalar(at: tab) != "\t", map.scalar(at: tab - 1) == "\t" { tab -= 1 }
    default:
      return nil
    }
    var end = min(tab, map.scalars.count)
    while let scalar = map.scalar(at: end), scalar == "\t" || scalar == " " { end += 1 }
    guard let indentation = map.indentation(before: end), !indentation.isEmpty else {
      let edit = SourceEdit(span: map.span(tab, tab + 1), replacement: " ")
      return .yaml(
        "tab", "a tab cannot stand here; indent with spaces", map.span(tab, tab + 1),
        fix: FixIt(message: "replace the tab with a space", edits: [edit]))
    }
    return self.tab(indentation: indentation)
  }

  private func tagOrAlias(_ failure: YAMLFailure) -> Diagnostic? {
    let start = failure.contextIndex ?? failure.index
    let word = map.word(at: start)
    let span = map.span(start, max(word.upperBound, start))
    switch failure.context {
    case "while scanning an alias", "while scanning an anchor":
      let message =
        "\(quoted(start)) at the beginning of a text stands for an alias or anchor, "
        + "which are not allowed; put the text in quotes"
      return .yaml("alias", message, span)
    case "while scanning a tag", "while parsing a tag", "while scanning a tag directive",
      "while parsing a tag directive", "while parsing a %TAG directive",
      "while scanning a %TAG directive":
      let message = "\(quoted(start)) begins a tag, which is not allowed; put the text in quotes"
      return .yaml("tag", message, span)
    default:
      guard failure.problem == "found undefined tag handle" else { return nil }
      let message =
        "a text that begins with '!' is a tag, which is not allowed; "
        + "put the text in quotes"
      return .yaml("tag", message, span)
    }
  }

  /// A quote that is never closed is shown where it opens.
  private func quote(_ failure: YAMLFailure) -> Diagnostic? {
    guard failure.context == "while scanning a quoted scalar", let start = failure.contextIndex,
      failure.problem == "found unexpected end of stream"
        || failure.problem == "found unexpected document indicator"
    else { return nil }
    let end = visible(failure.index)
    let note = DiagnosticNote(
      message: "the closing quote was still looked for", span: map.span(end, end))
    let name = map.scalar(at: start) == "'" ? "single" : "double"
    return .yaml(
      "syntax", "the \(name) quote opened here is never closed", map.span(start, start + 1),
      notes: [note])
  }

  /// A text where a key was expected is shown itself, not the place where the colon was missed.
  private func key(_ failure: YAMLFailure) -> Diagnostic? {
    guard failure.problem == "could not find expected ':'", let start = failure.contextIndex else {
      return nil
    }
    let end = map.trimmedEnd(map.lineEnd(at: start), notBefore: start)
    let message =
      "this line holds a text where a key with ':' is expected; write 'key: value', "
      + "or check the indentation"
    return .yaml("syntax", message, map.span(start, end))
  }
}
