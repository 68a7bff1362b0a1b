extension DiagnosticPage {
  /// Faults that cannot be.
  static let faults: [DiagnosticPage] = [
    .init(
      "arch.fault-verb",
      "A fault breaks exactly one thing: crash, lose, slow, errors, less, cut, drop, deploy, load, "
        + "primary, lag, wipe or random. Split it or name one; several faults may overlap.",
      "- { crash: web, slow: db, at: 10s }"),
    .init(
      "arch.bad-cut",
      "A cut lies between two places that are apart. Name two sites, two zones, or a site and a "
        + "zone of another one.", "- { cut: [north, north.a], at: 30s }"),
    .init(
      "arch.wrong-fault",
      "This fault needs something that the component does not have: only a store with copies has a "
        + "primary, only asynchronous copies lag, only what keeps data can be wiped. Hit another "
        + "component, or give it what the message names.",
      "db: { kind: database }\nfaults:\n  - { lag: db, by: 30s, at: 30s }"),
    .init(
      "arch.unknown-link",
      "No call has this name. A call is named by its 'name', or as caller->target; a second call "
        + "between the same two is caller->target#2.",
      "- { drop: { link: web->dv }, share: 5%, at: 30s }"),
    .init(
      "exercise.unknown-drill",
      "'drill' names a drill of an active plugin. Take one of those that the message lists, or "
        + "write 'faults' yourself.", "night: { at: 0s, lasts: 60s, drill: trading.zone-los }"),
  ]
}
