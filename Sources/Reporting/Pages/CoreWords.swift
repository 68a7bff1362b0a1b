import PluginAPI
import Pricing

/// Words of the core that need an explanation: units, measures and terms of the reports.
enum CoreWords {
  static let all: [GlossaryEntry] =
    units + SpreadWords.all + OutcomeWords.all + terms + measures + failures + ArrivalWords.all

  static let units: [GlossaryEntry] = [
    .init(
      "duration",
      "A length of time with its unit: 500us, 12ms, 2s, 5min, 4h, 30d, 7y; sums such as 1h30min. A "
        + "bare number is refused, and so is 'm', which could be minutes or months."),
    .init(
      "size",
      "A number of bytes: 220B, 4KiB, 180MiB (1024-based) or 4KB, 20GB (1000-based). 'K' alone is "
        + "refused because it is written for both."),
    .init("rate", "How often: 2000/s, 90/min, 4/h."),
    .init(
      "bandwidth", "Bits per second: 100Mbps, 10Gbps; prefixes are decimal. One byte is eight bits."
    ),
    .init("share", "A part of a whole: 25% or 0.25; at most 100%."),
    .init("count", "A whole number: 12, 300k, 4M. A small 'm' is refused."),
    .init("date", "A day: 2026-06-01."),
    .init("time of day", "Hours and minutes in quotes: \"18:30\"; from 00:00 to 23:59."),
    .init(
      "money",
      "An amount with its currency and what it is for: 90000 USD/mo, 0.02 EUR/call, 0.192 USD/h, "
        + "0.08 USD/GiB-mo. It is kept in whole millionths; a currency is never guessed."),
    .init(
      "spread",
      "How a duration varies: a mean alone takes the shape of the kind; { exact: 2ms } never varies; "
        + "{ mean: 12ms, cv: 0.7 }, { mean: 12ms, p99: 60ms } and { p50: 9ms, p99: 60ms } are "
        + "lognormal; { mean, shape, cv } names another family; { like: NAME } takes one from "
        + "'distributions'."),
  ]

  static let terms: [GlossaryEntry] = [
    .init(
      "claim",
      "A number in a design that is better than the default of its kind. A graded run uses it only "
        + "where the exercise allows its field, and then up to the end of its plausible range; "
        + "otherwise it is shown beside the result, as claimed, and earns nothing."),
    .init(
      "drill",
      "A scenario with faults: a part is broken on purpose at a stated time, and what users get "
        + "before, during and after is measured."),
    .init(
      "variant",
      "The same exercise with other numbers, drawn for one student by '--variant NUMBER'."),
    .init(
      "plausible range",
      "The values of a field that published systems have reached, with the source. A graded run uses "
        + "no number beyond it; 'simulate' uses what is written and says so."),
    .init(
      "not stated",
      "A check needs something that the file does not say. It is neither good nor bad; state it "
        + "and the check can judge. Also called unknown."),
    .init(
      "undecided",
      "The interval of a measured value still lies across its bound at the end of the budget. It "
        + "counts as not met."),
    .init(
      "interval",
      "The range in which the true mean lies with 95 % confidence, from the differences between "
        + "replications."),
    .init(
      "replication",
      "One run of a scenario with its own random numbers. Several give a mean and an interval."),
    .init(
      "seed",
      "The number from which all random numbers of a run follow. The same seed and the "
        + "same files give the same result."),
    .init(
      "full", "A request that was answered with all its obligations met and without a fallback."),
    .init(
      "degraded",
      "A request that was answered with a fallback: another step, or without the answer of a call. "
        + "It counts as answered, and in a requirement only where it admits it."),
    .init(
      "stale",
      "A request that was answered from data of an earlier answer. It counts as answered, and in a "
        + "requirement only where it admits it."),
    .init(
      "obligation",
      "What a request owes before its answer, such as a durable write. A faster answer without it "
        + "does not count as full."),
    .init("scenario", "A window of the load, perhaps with faults, that is simulated by itself."),
    .init(
      "trait",
      "A property that a kind carries, such as 'durable' or 'stateless'. Fields, checks and "
        + "fault targets go by traits."),
    .init("kind", "What a component is: service, database, queue and so on; plugins add more."),
    .init("machines", "Copies of services, and shards times copies of stores, over all sites."),
    .init(
      "metastable",
      "A system that stays broken after the cause is gone, mostly because retries keep "
        + "the load above what it can carry."),
  ]

  static let measures: [GlossaryEntry] = [
    .init(
      "latency",
      "Time from a request's arrival to its answer. In requirements a percentile counts all "
        + "arrivals, and one that was not answered in full is infinitely slow. Written "
        + "'buy.latency.p99'."),
    .init("p50", "The median: half of all requests took at most this long."),
    .init("p95", "95 of 100 requests took at most this long."),
    .init("p99", "99 of 100 requests took at most this long."),
    .init("p999", "999 of 1000 requests took at most this long."),
    .init("success", "Share of arrivals that ended full. Written 'buy.success'."),
    .init("throughput", "Answered requests per second. Written 'buy.throughput'."),
    .init(
      "recovery",
      "Seconds from the first fault until requests succeed again and keep doing so. Written "
        + "'buy.recovery'."),
    .init(
      "utilisation",
      "Part of its slots that a component had in use on average. Waiting grows without bound as it "
        + "nears 100 %."),
    .init("lost_writes", "Acknowledged writes that no surviving copy holds."),
    .init(
      "stale_reads",
      "Share of the full answers of an operation that read what an acknowledged write had changed: a "
        + "follower answered that did not have it yet. See `consistency`."),
    .init(
      "cost",
      "The bill of a month of 730 h at a scenario's load, from the price book: machines, what is "
        + "kept, traffic between zones and sites, calls. Written 'cost.monthly'; "
        + "'cost.per_million.buy' is what a million requests of 'buy' cost, 'cost.growth' the cost "
        + "at ten times the load over the cost now. How it comes about: "
        + BillRules.all.joined(separator: "; ") + "."),
    .init(
      "price book",
      "What things cost, each with its date and source. The tool has one with made-up teaching "
        + "prices; an exercise may name its own, a design may not."),
  ]

  /// Words of the failure analysis.
  static let failures: [GlossaryEntry] = [
    .init(
      "availability",
      "The share of requests that can be answered in the long run, worked out from how often each "
        + "failure unit fails and how long that lasts. Written 'buy.availability'; needs no "
        + "scenario."),
    .init(
      "nines",
      "Availability as -log10 of what is missing to 1: 99.9 % are 3 nines, 99.95 % are 3.3. Written "
        + "'buy.nines'; needs no scenario."),
    .init(
      "survives.zone",
      "1 where an operation can be answered after the loss of any one zone, automatic failover "
        + "done, else 0; 'survives.site' is the same for sites. Written 'buy.survives.zone'; needs "
        + "no scenario."),
    .init(
      "rpo",
      "Recovery point: how far back acknowledged writes are lost when a zone is lost, the worst of "
        + "the durable holders of the data. Never mended where all copies stand in one zone. "
        + "Written 'order.rpo'; needs no scenario."),
    .init(
      "rto",
      "Recovery time, as a measure: from the loss of a zone until writes are served again, the worst "
        + "of the durable holders of the data. Written 'order.rto'; needs no scenario. As a field "
        + "of a component it is what the design promises."),
    .init(
      "failure unit",
      "What fails and is repaired as a whole: a copy, a fault in all copies of a component, a zone, a "
        + "site, a connection between sites, a member of a store, somebody else's service, what "
        + "components share."),
    .init(
      "cut set",
      "Failure units that together stop an operation, for a part of its requests at least, while "
        + "all others work. Minimal: no part of it does."),
    .init(
      "single point of failure",
      "A failure unit that stops an operation alone: a cut set of one."),
  ]
}
