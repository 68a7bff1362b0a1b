import PluginAPI

/// Words in which reports tell how requests, runs and checks ended.
enum OutcomeWords {
  static let all: [GlossaryEntry] = requests + runs + checks

  private static let requests: [GlossaryEntry] = [
    .init(
      "failed",
      "A request whose last attempt ended in an error, a time-out or at a dead copy. With full, "
        + "degraded, stale, refused and abandoned it makes up all arrivals."),
    .init(
      "refused",
      "A request that a limit turned away at its last attempt: a full waiting room, a rate limit, a "
        + "bulkhead, an open breaker, 'max_wait' or 'drop_oldest', at whatever depth."),
    .init("abandoned", "A request whose user gave up: the patience ran out first."),
    .init(
      "unfinished",
      "A request that was still inside when the run was cut off. It counts as failed."),
    .init("queue_full", "A cause of refusal: all slots were taken and the waiting room was full."),
    .init("capacity_full", "A cause of refusal: a queue or stream held as much as its 'capacity'."),
    .init(
      "crash", "A cause of failure: the copy was dead; and a fault: copies die and refuse at once."),
    .init("served in vain", "Work that was done for a caller who no longer waited."),
  ]

  private static let runs: [GlossaryEntry] = [
    .init(
      "cut_off",
      "The run ended ten times as long after the warm-up as its kept time, with requests still "
        + "inside: the design is unstable, or something hangs."),
    .init(
      "requests_in_flight",
      "The run was given up: the design held more requests at once than can be simulated, mostly "
        + "because a waiting room without limit grows."),
    .init(
      "cache_entries",
      "The run was given up: a cache held more entries than can be simulated, 33 million a copy."),
    .init(
      "warm-up",
      "The first part of a run, 'warmup', which is simulated and not counted, so that an empty start "
        + "does not flatter the result."),
    .init("series", "A value for each step of the kept time, for plots and the CSV."),
  ]

  private static let checks: [GlossaryEntry] = [
    .init("violated", "A check found what it looks for, at the places that it names."),
    .init("satisfied", "A check looked where it could have found something, and found nothing."),
    .init("does not apply", "A check has nothing to look at in this design; its points are kept."),
    .init("blocker", "A finding of the gravest kind: the design cannot work as it is written."),
    .init("major", "A finding: it works today and fails in a case that the finding states."),
    .init("minor", "A finding: a weakness that costs little now, or only together with others."),
    .init("operation", "What a user asks of the system, such as 'buy': it has a load of its own."),
    .init(
      "copy",
      "One running instance of a component: a replica of a service, a member of a store's shard."),
  ]
}
