internal import Diagnostics

/// The tree under construction; a stack of open lists and maps instead of recursion.
struct TreeBuilder {
  /// A list or a map that is not closed yet.
  private struct Frame {
    /// What the next node of a map is.
    enum Expectation {
      case key
      case value(key: String, span: SourceSpan)

      /// The value of a key that was refused.
      case refusedValue
    }

    let start: Int
    let isFlow: Bool
    let isMapping: Bool
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    var expectation = Expectation.key
    var firstSpans: [String: SourceSpan] = [:]

    /// The end of the last child, also of one that was refused.
    var lastEnd: SourcePosition?
  }

  let map: TextMap
  let limits: YAMLLimits
  private(set) var root: YAMLNode?
  private(set) var problems: [Diagnostic] = []
  private var frames: [Frame] = []
  private var nodeCount = 0
  private var documentCount = 0
  private var lastTabLine = -1

  init(map: TextMap, limits: YAMLLimits) {
    self.map = map
    self.limits = limits
  }

  /// Takes an event and tells whether reading goes on.
  mutating func take(_ event: YAMLEvent) -> Bool {
    guard problems.count < YAMLReader.mostProblems else {
      let message = "the file has more than \(YAMLReader.mostProblems) problems; reading ends here"
      return stop(.yaml("too-many-problems", message, map.span(event.start, event.start)))
    }
    switch event.kind {
    case .streamStart, .documentEnd:
      return true
    case .streamEnd:
      return finish()
    case .documentStart(let hasTagDirectives):
      return startDocument(event, hasTagDirectives)
    case .collectionEnd:
      close(event)
      return true
    case .alias, .scalar, .sequenceStart, .mappingStart:
      return takeNode(event)
    }
  }

  /// Ends the reading because of a syntax error.
  mutating func fail(_ failure: YAMLFailure) {
    _ = stop(SyntaxWords(map: map).diagnostic(for: failure))
  }

  private mutating func stop(_ diagnostic: Diagnostic) -> Bool {
    problems.append(diagnostic)
    root = nil
    return false
  }

  private mutating func finish() -> Bool {
    let isLeftOut = root.map { $0.isNull && $0.scalarText == "" } ?? true
    // A root that was refused is empty too, but the file is not.
    if isLeftOut, problems.isEmpty {
      let message = "the file is empty: it holds no keys and no values"
      return stop(.yaml("empty", message, map.span(0, 0)))
    }
    return false
  }

  private mutating func startDocument(_ event: YAMLEvent, _ hasTagDirectives: Bool) -> Bool {
    documentCount += 1
    guard documentCount == 1 else {
      let message = "a second document begins here; a file holds one document"
      problems.append(.yaml("several-documents", message, map.span(event.start, event.end)))
      return false
    }
    if hasTagDirectives {
      let end = map.lineEnd(at: event.start)
      let message = "'%TAG' declares tags, which are not allowed; delete the line"
      problems.append(.yaml("tag", message, map.span(event.start, end)))
    }
    return true
  }

  private mutating func takeNode(_ event: YAMLEvent) -> Bool {
    nodeCount += 1
    guard nodeCount <= limits.nodes else {
      let message =
        "the file has more than \(limits.nodes) lists, maps and texts; "
        + "the limit is \(limits.nodes) nodes"
      return stop(.yaml("too-many-nodes", message, map.span(event.start, event.end)))
    }
    reportProperties(event)
    reportTab(event)
    switch event.kind {
    case .alias(let name):
      let span = map.span(event.start, event.end)
      let message =
        "'*\(name)' is an alias, which is not allowed; write the value out here, "
        + "or put the text in quotes"
      problems.append(.yaml("alias", message, span))
      let nothing = YAMLScalar(text: "", isPlain: true)
      add(YAMLNode(content: .scalar(nothing), span: span), isRefused: true)
      return true
    case .scalar(let scalar):
      addScalar(scalar, event)
      return true
    case .sequenceStart(let isFlow):
      return open(event, isFlow: isFlow, isMapping: false)
    case .mappingStart(let isFlow):
      return open(event, isFlow: isFlow, isMapping: true)
    default:
      return true
    }
  }

  private mutating func open(_ event: YAMLEvent, isFlow: Bool, isMapping: Bool) -> Bool {
    let depth = limits.effectiveDepth
    guard frames.count < depth else {
      let message = "lists and maps are more than \(depth) deep here; the limit is \(depth) levels"
      return stop(.yaml("too-deep", message, map.span(event.start, event.end)))
    }
    frames.append(Frame(start: event.start, isFlow: isFlow, isMapping: isMapping))
    return true
  }

  private mutating func close(_ event: YAMLEvent) {
    guard let frame = frames.popLast() else { return }
    var span = map.span(frame.start, event.end)
    if !frame.isFlow {
      span.end = frame.lastEnd ?? span.start
    }
    add(
      YAMLNode(
        content: frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items), span: span),
      isRefused: false)
  }

  private mutating func addScalar(_ scalar: YAMLEvent.Scalar, _ event: YAMLEvent) {
    var span = map.span(event.start, event.end)
    if scalar.style == .block {
      span = map.span(event.start, map.trimmedEnd(event.end, notBefore: event.start + 1))
    }
    if let last = frames.last?.lastEnd, span.start == span.end, span.start.line > last.line,
      case .value? = frames.last?.expectation
    {
      // A key without a colon has its empty value at the next token, maybe lines below.
      span = SourceSpan(file: map.file, start: last, end: last)
    }
    if scalar.byteCount > limits.scalarBytes {
      let message =
        "this text has \(scalar.byteCount) bytes; the limit of one text is "
        + "\(limits.scalarBytes) bytes"
      problems.append(.yaml("scalar-too-long", message, span))
    }
    if scalar.style == .quoted, let hidden = scalar.text.unicodeScalars.first(where: isHidden) {
      let message =
        "this text holds the control character \(TextDecoder.name(of: hidden)); "
        + "delete its escape"
      problems.append(.yaml("control-character", message, span))
    }
    let content = YAMLScalar(text: scalar.text, isPlain: scalar.style == .plain)
    add(
      YAMLNode(content: .scalar(content), span: span),
      isRefused: scalar.byteCount > limits.scalarBytes)
  }

  private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0xA0 && !TextDecoder.isAllowed(scalar)
  }

  /// Puts a finished node where it belongs; a refused one was reported already.
  private mutating func add(_ node: YAMLNode, isRefused: Bool) {
    let top = frames.count - 1
    guard top >= 0 else {
      root = node
      return
    }
    frames[top].lastEnd = node.span.end
    guard frames[top].isMapping else {
      frames[top].items.append(node)
      return
    }
    switch frames[top].expectation {
    case .key:
      frames[top].expectation = isRefused ? .refusedValue : expectation(afterKey: node)
    case .value(let key, let span):
      frames[top].entries.append(YAMLEntry(key: key, keySpan: span, value: node))
      frames[top].expectation = .key
    case .refusedValue:
      frames[top].expectation = .key
    }
  }

  private mutating func expectation(afterKey node: YAMLNode) -> Frame.Expectation {
    guard case .scalar(let scalar) = node.content else {
      let message =
        "a key must be text, but this is \(node.kindName); put text with brackets in "
        + "quotes"
      problems.append(.yaml("key-not-text", message, node.span))
      return .refusedValue
    }
    guard !scalar.isPlain || !scalar.text.isEmpty else {
      problems.append(.yaml("key-not-text", "the key before ':' is missing", node.span))
      return .refusedValue
    }
    guard !scalar.isPlain || scalar.text != "<<" else {
      let message = "the merge key '<<' is not allowed; write the entries out here"
      problems.append(.yaml("merge-key", message, node.span))
      return .refusedValue
    }
    let top = frames.count - 1
    if let first = frames[top].firstSpans[scalar.text] {
      let message = "the key '\(scalar.text)' stands twice in this map"
      let note = DiagnosticNote(message: "'\(scalar.text)' stands first", span: first)
      problems.append(.yaml("duplicate-key", message, node.span, notes: [note]))
      // The first one holds: judging both would find problems that neither has.
      return .refusedValue
    }
    frames[top].firstSpans[scalar.text] = node.span
    return .value(key: scalar.text, span: node.span)
  }

  private mutating func reportProperties(_ event: YAMLEvent) {
    if let anchor = event.anchor {
      let span = find("&" + anchor, event)
      let message =
        "'&\(anchor)' is an anchor, which is not allowed; write the value out where it "
        + "is needed"
      problems.append(.yaml("alias", message, span))
    }
    if let tag = event.tag {
      let message = "'\(tag)' is a tag, which is not allowed; delete it"
      problems.append(.yaml("tag", message, find("!", event)))
    }
  }

  /// The span of the word of a node's properties that begins so.
  private func find(_ beginning: String, _ event: YAMLEvent) -> SourceSpan {
    let wanted = Array(beginning.unicodeScalars)
    var index = event.start
    // At most two properties stand before a node.
    for _ in 0..<2 {
      while let scalar = map.scalar(at: index), scalar.properties.isWhitespace { index += 1 }
      let word = map.word(at: index)
      if map.scalars[word].starts(with: wanted.prefix(word.count)), !word.isEmpty {
        return map.span(word.lowerBound, word.upperBound)
      }
      index = word.upperBound
    }
    return map.span(event.start, event.start + 1)
  }

  /// Reports a tab before the first node of a line; libyaml lets it pass inside brackets.
  private mutating func reportTab(_ event: YAMLEvent) {
    guard let indentation = map.indentation(before: event.start),
      map.scalars[indentation].contains("\t")
    else { return }
    let line = map.line(at: event.start)
    guard line != lastTabLine else { return }
    lastTabLine = line
    problems.append(SyntaxWords(map: map).tab(indentation: indentation))
  }
}
