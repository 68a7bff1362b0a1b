internal import CLibYAML

/// One step of a document as libyaml reports it, copied out of libyaml's memory.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart(hasTagDirectives: Bool)
    case documentEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
    case collectionEnd
  }

  struct Scalar {
    enum Style { case plain, quoted, block }

    /// Empty when there are more bytes than asked for.
    var text: String
    var byteCount: Int
    var style: Style
  }

  var kind: Kind
  var anchor: String?
  var tag: String?

  /// Code point indices, `end` exclusive.
  var start: Int
  var end: Int
}

/// Why libyaml stopped.
struct YAMLFailure {
  var problem: String
  var context: String

  /// Code point indices; there is no `contextIndex` when libyaml gives no context.
  var index: Int
  var contextIndex: Int?
}

/// libyaml's parser over bytes that it owns.
///
/// The parser keeps pointers to itself and to the bytes, so both live at fixed addresses and are
/// freed together.
struct EventStream: ~Copyable {
  enum Step {
    case event(YAMLEvent)
    case failure(YAMLFailure)
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let isReady: Bool
  private let scalarBytes: Int

  /// Begins with UTF-8 without a byte order mark; scalars over `scalarBytes` are not copied.
  init(utf8: [UInt8], scalarBytes: Int) {
    self.scalarBytes = scalarBytes
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // One byte at least, so that there is a base address for an empty file.
    input = .allocate(capacity: max(utf8.count, 1))
    input.initialize(repeating: 0)
    _ = input.update(from: utf8)
    isReady = yaml_parser_initialize(parser) == 1
    if isReady {
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, input.baseAddress, utf8.count)
    }
  }

  deinit {
    if isReady {
      yaml_parser_delete(parser)
    }
    parser.deinitialize(count: 1)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event; not to be called again after a failure or the end of the stream.
  mutating func next() -> Step {
    guard isReady else { return .failure(failure()) }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { return .failure(failure()) }
    defer { yaml_event_delete(&event) }
    return .event(copy(event))
  }

  /// The next token's kind and code point range; nil at the end or after a failure.
  ///
  /// A stream is read either by tokens or by events.
  mutating func nextToken() -> Token? {
    var token = yaml_token_t()
    guard isReady, yaml_parser_scan(parser, &token) == 1 else { return nil }
    defer { yaml_token_delete(&token) }
    let range =
      Int(
        token.start_mark.index)..<max(
        Int(token.start_mark.index), Int(token.end_mark.index))
    switch token.type {
    case YAML_NO_TOKEN:
      return nil
    case YAML_STREAM_END_TOKEN:
      return Token(kind: .end, range: range)
    case YAML_FLOW_SEQUENCE_START_TOKEN, YAML_FLOW_MAPPING_START_TOKEN:
      return Token(kind: .open, range: range)
    case YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN:
      return Token(kind: .close, range: range)
    case YAML_SCALAR_TOKEN:
      let isBlock = EventStream.style(token.data.scalar.style) == .block
      return Token(kind: isBlock ? .block : .other, range: range)
    default:
      return Token(kind: .other, range: range)
    }
  }

  struct Token {
    enum Kind { case open, close, block, other, end }

    var kind: Kind
    var range: Range<Int>
  }

  private func failure() -> YAMLFailure {
    let state = parser.pointee
    guard isReady, let problem = state.problem else {
      return YAMLFailure(problem: "out of memory", context: "", index: 0, contextIndex: nil)
    }
    return YAMLFailure(
      problem: String(cString: problem),
      context: state.context.map { String(cString: $0) } ?? "",
      index: Int(state.problem_mark.index),
      contextIndex: state.context == nil ? nil : Int(state.context_mark.index))
  }

  private func copy(_ raw: yaml_event_t) -> YAMLEvent {
    var event = YAMLEvent(
      kind: .streamEnd, start: Int(raw.start_mark.index), end: Int(raw.end_mark.index))
    switch raw.type {
    case YAML_STREAM_START_EVENT:
      event.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT:
      let directives = raw.data.document_start.tag_directives
      event.kind = .documentStart(hasTagDirectives: directives.start != directives.end)
    case YAML_DOCUMENT_END_EVENT:
      event.kind = .documentEnd
    case YAML_ALIAS_EVENT:
      event.kind = .alias(EventStream.string(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      event.kind = .scalar(text(scalar.value, scalar.length, scalar.style))
      event.anchor = EventStream.string(scalar.anchor)
      event.tag = EventStream.string(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      let list = raw.data.sequence_start
      event.kind = .sequenceStart(isFlow: list.style == YAML_FLOW_SEQUENCE_STYLE)
      event.anchor = EventStream.string(list.anchor)
      event.tag = EventStream.string(list.tag)
    case YAML_MAPPING_START_EVENT:
      let map = raw.data.mapping_start
      event.kind = .mappingStart(isFlow: map.style == YAML_FLOW_MAPPING_STYLE)
      event.anchor = EventStream.string(map.anchor)
      event.tag = EventStream.string(map.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      event.kind = .collectionEnd
    default:
      break
    }
    return event
  }

  private func text(
    _ value: UnsafeMutablePointer<yaml_char_t>?, _ length: Int, _ style: yaml_scalar_style_t
  ) -> YAMLEvent.Scalar {
    var scalar = YAMLEvent.Scalar(text: "", byteCount: length, style: EventStream.style(style))
    if length <= scalarBytes {
      scalar.text = String(
        decoding: UnsafeBufferPointer(start: value, count: value == nil ? 0 : length),
        as: UTF8.self)
    }
    return scalar
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLEvent.Scalar.Style {
    switch style {
    case YAML_PLAIN_SCALAR_STYLE: .plain
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .quoted
    }
  }

  private static func string(_ value: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    value.map { String(cString: $0) }
  }
}
