import PluginAPI

/// The words of system design that messages and pages use, in alphabetical order.
enum FoundationsGlossary {
  static let entries = [
    GlossaryEntry(
      "availability",
      """
      The share of time, or of requests, for which a system does what it promised.
      """),
    GlossaryEntry(
      "backlog",
      """
      Messages that were accepted and not handled yet. Its length over the rate of handling is \
      how late the last of them will be.
      """),
    GlossaryEntry(
      "backoff",
      """
      Waiting before a repeat, longer each time, so that a callee in trouble is left alone.
      """),
    GlossaryEntry(
      "boundary",
      """
      A line across which people, machines or networks are trusted differently. What crosses \
      it must be protected and proven.
      """),
    GlossaryEntry(
      "cascading failure",
      """
      A failure that causes further ones: a slow part holds the slots of its callers until \
      they fail too.
      """),
    GlossaryEntry(
      "failover",
      """
      Another copy takes over the work of a lost one. Until it has, writes wait or fail.
      """),
    GlossaryEntry(
      "failure detection",
      """
      The time until a dead copy is known to be dead: the interval of the checks times the \
      number of failed checks that is asked for.
      """),
    GlossaryEntry(
      "hit rate",
      """
      The share of reads that a cache answers itself. The store behind it sees the rest, and \
      all of them when the cache is empty.
      """),
    GlossaryEntry(
      "idempotent",
      """
      Doing it twice has the same effect as doing it once. Only what is idempotent may be \
      repeated after a timeout.
      """),
    GlossaryEntry(
      "jitter",
      """
      Chance in a waiting time, so that those who failed together do not come back together.
      """),
    GlossaryEntry(
      "Little's law",
      """
      The mean number inside equals the rate of arrivals times the mean time spent inside. It \
      holds for every stable system.
      """),
    GlossaryEntry(
      "metastable failure",
      """
      An overload that stays after its cause has gone, because repeats or an empty cache keep \
      it up.
      """),
    GlossaryEntry(
      "percentile",
      """
      The 99th percentile of latency is the value that 99 of 100 requests do not exceed. Users \
      feel the high ones; means hide them.
      """),
    GlossaryEntry(
      "quorum",
      """
      How many copies must have a write before it counts. With two of three, any one copy can \
      be lost and no acknowledged write with it.
      """),
    GlossaryEntry(
      "replication lag",
      """
      How far a copy that follows asynchronously is behind. What was written in that time is \
      lost with the leader.
      """),
    GlossaryEntry(
      "retry amplification",
      """
      Tries at several levels multiply: three at each of three levels make 27 attempts at the \
      last.
      """),
    GlossaryEntry(
      "retry budget",
      """
      A limit on repeats as a share of first tries. It stops retries from multiplying an \
      overload.
      """),
    GlossaryEntry(
      "RPO",
      """
      Recovery point objective: how much of the latest data, as a time, may be lost in a \
      failure.
      """),
    GlossaryEntry(
      "RTO",
      """
      Recovery time objective: how long a part may be gone until it serves again. It includes \
      noticing the loss.
      """),
    GlossaryEntry(
      "service time",
      """
      How long a slot is busy with one request, waiting not counted.
      """),
    GlossaryEntry(
      "shared fate",
      """
      Parts that one event takes together: a rack, a zone, a vendor, a release. Redundancy \
      counts only between parts without it.
      """),
    GlossaryEntry(
      "single point of failure",
      """
      A part of which there is one and which every answer needs.
      """),
    GlossaryEntry(
      "slot",
      """
      Room for one request in progress in a copy, such as a thread or a connection. Without a \
      free slot a request waits.
      """),
    GlossaryEntry(
      "timeout",
      """
      How long a caller waits for an answer before it gives the attempt up. The abandoned work \
      goes on at the callee.
      """),
    GlossaryEntry(
      "utilisation",
      """
      The share of slots that are busy. At 1 a queue grows without end, and close below it the \
      wait is already long.
      """),
    GlossaryEntry(
      "visit ratio",
      """
      How often one request of a user visits a component, all ways counted.
      """),
    GlossaryEntry(
      "zone",
      """
      A part of a site with power, cooling and network of its own, so that zones rarely fail \
      together.
      """),
  ]
}
