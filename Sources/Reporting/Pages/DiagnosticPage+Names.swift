extension DiagnosticPage {
  /// Names that are not known.
  static let names: [DiagnosticPage] = [
    .init(
      "arch.unknown-boundary",
      "'in' names a boundary that is not under 'boundaries'. Declare it there or correct the name.",
      "web: { kind: service, in: dmz }"),
    .init(
      "arch.unknown-component",
      "A step, an entry or a fault names a component that is not under 'components'. Correct the "
        + "name or add the component.", "calls: [ordrs]"),
    .init(
      "arch.unknown-data",
      "The name is no data class of the exercise or of the file. Correct it, or declare the class "
        + "under 'data'.", "holds: [ordr]"),
    .init(
      "arch.unknown-distribution",
      "'like' names a distribution that is not under 'distributions'. Declare it there.",
      "work: { like: search }"),
    .init(
      "arch.unknown-key",
      "The map has no field of this name, so it would silently have no effect. Correct it; keys "
        + "that begin with 'x-' are yours and are never read.", "web: { kind: service, replica: 3 }"
    ),
    .init(
      "arch.unknown-kind",
      "No kind of the core or of an active plugin has this name. See 'windtunnel explain kind'.",
      "web: { kind: server }"),
    .init(
      "arch.unknown-operation",
      "The name is no operation of the exercise or of the file's workload. Correct it.",
      "when: [brows]"),
    .init(
      "arch.unknown-path",
      "The path leads to no place of the file: a key, a name or an item of a list does not exist. "
        + "Write the keys on the way with points between them, and '[0]' for the first item of a "
        + "list.", "--vary components.web.replica=1..8"),
    .init(
      "arch.unknown-place",
      "'place' names no place of the exercise. The brief lists them.",
      "sites: { north: { place: atlantis } }"),
    .init(
      "arch.unknown-site",
      "The name is neither a site nor a zone of this file. Declare it under 'sites'.",
      "web: { kind: service, at: [nroth] }"),
    .init(
      "arch.unknown-trait",
      "No kind carries this trait, so no component could have it. Correct the name.",
      "traits: [statless]"),
    .init(
      "arch.forbidden-kind",
      "The exercise does not allow this kind; it wants you to solve the problem without it. Use "
        + "another.", "cdn: { kind: cache }"),
    .init(
      "arch.bad-id",
      "An id begins with a letter and goes on with letters, digits, '_', '-' and '.', at most 64 "
        + "in all. Choose such a name and put the long one into 'title'.",
      "\"my web!\": { kind: service }"),
    .init(
      "arch.duplicate-operation",
      "The same operation stands twice in 'priority'. Name each once; the first is the most "
        + "important.", "priority: [buy, buy]"),
    .init(
      "arch.no-priority",
      "A waiting room serves or sheds by importance, but the file does not say which operations "
        + "matter most. List them under 'priority' at the top, the most important first.",
      "queue: { order: priority }"),
    .init(
      "arch.duplicate-site",
      "The same site stands twice in 'at'. Name each site once; 'replicas' "
        + "says how many copies run there.", "at: [north, north]"),
    .init(
      "arch.duplicate-zone", "The same zone stands twice in a site. Name each zone once.",
      "zones: [a, a]"),
    .init(
      "arch.data-of-exercise",
      "The exercise declares this data class, and a design cannot change it. Give your own data "
        + "another name.", "data: { order: { class: public } }"),
  ]

  /// Values of the wrong form.
  static let forms: [DiagnosticPage] = [
    .init(
      "arch.bad-choice",
      "The field takes one of a few words, and this is none of them. The message lists them.",
      "balance: robin"),
    .init(
      "arch.bad-spread",
      "The parts do not make a spread. Use a duration alone, { exact }, { mean, cv }, { mean, p99 }, "
        + "{ p50, p99 }, { mean, shape, cv } or { like }.", "work: { p50: 60ms, p99: 10ms }"),
    .init(
      "arch.bad-table",
      "A line of the CSV file is no duration and no 'share,duration' pair, or the shares do not "
        + "rise to 1. Correct the line that the message names.", "0.5,12ms\n0.4,20ms"),
    .init(
      "arch.bad-value",
      "The value cannot be read as what the field needs, mostly because its unit is missing or "
        + "unknown. The message shows a right one.", "timeout: 200"),
    .init(
      "arch.conflicting-fields",
      "Two fields say the same thing in different ways, so one would be ignored. Keep one of them.",
      "calls: [db]\nhandles: { buy: [db] }"),
    .init(
      "arch.empty-value",
      "The key stands there without a value. Give it one or delete the key.", "timeout:"),
    .init(
      "arch.missing-field",
      "A field without which the element means nothing is missing. Add it.",
      "web: { replicas: 3 }"),
    .init(
      "arch.out-of-order",
      "The points of a rate do not go forward in time. Sort them by 'at'.",
      "rate: [{ at: 5min, rate: 9/s }, { at: 1min, rate: 4/s }]"),
    .init(
      "arch.out-of-range",
      "The value can be read but is too small or too large to mean something here. The message "
        + "says the bounds.", "replication: { copies: 3, quorum: { write: 4 } }"),
    .init(
      "arch.too-many-arrivals",
      "The load would bring more requests than anybody would wait for: each takes about a "
        + "microsecond of simulation. A shorter 'lasts' answers most questions as well; a system "
        + "with a tenth of the rate and a tenth of the copies behaves much alike.",
      "workload: { lasts: 1h, operations: { buy: { arrivals: { process: poisson, rate: 1000000000/s } } } }"
    ),
    .init(
      "arch.wrong-type",
      "A list, map or single value stands where another of the three is needed. Check the "
        + "indentation and the brackets.", "components: [web, db]"),
    .init(
      "arch.wrong-parameter",
      "The field exists but has no meaning beside the others in this map. Delete it or change what "
        + "it belongs to.", "arrivals: { process: poisson, rate: 9/s, cv: 2 }"),
    .init(
      "arch.shares-not-one",
      "The shares must add to 100%, because they divide one whole. Correct one of them.",
      "clients: { north: 60%, south: 30% }"),
    .init(
      "arch.shares-above-one",
      "The shares of the branches add to more than 100%. Less is allowed: the rest does nothing.",
      "choose: [{ share: 80%, do: [a] }, { share: 30%, do: [b] }]"),
  ]
}
