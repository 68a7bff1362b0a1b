import ArchitectureModel
import Quantities

extension ReferencePages {
  /// What the failure analysis assumes, in Markdown.
  static var failureAnalysis: String {
    """
    ## What the failure analysis assumes

    Beside the simulation, a design's failures are analysed without any event: which failures stop
    an operation (minimal cut sets), how much of the time it can be answered (availability), and
    what the loss of a zone does to a store (RPO and RTO).

    - **Units.** Each copy, a fault in all copies of a component at once, each zone, each site, each
      connection between sites, each member of a store, each service of somebody else, what
      components share (`fails.with`), and steady errors. One shard stands for all of them. More
      than four copies in a zone are one unit that is down when all of them are, with the same
      result.
    - **Independence.** Units fail independently of each other, of the time of day and of the load;
      what does not fail independently has to be a unit of its own. So overload, bad input, a wrong
      configuration of several components and people's mistakes are in it only as far as
      `fails.with` and the common fault of all copies stand for them.
    - **Steady state.** Over years, a unit is down for `lasts / (every + lasts)` of the time. Repairs
      go on side by side, one for each unit. How failures are spread in time plays no part, but for
      the age of one that is under way, which is taken as exponential.
    - **Common faults.** \(percent(SharedFate.usualShare)) of a component's failures hit all its copies
      at once, and of the failures that components share where `fails.with` states no `share`: the
      generic beta factor of NUREG/CR-4780 (1988). What components share fails as often as that
      share of the rarer of their failures and lasts as long as the longest.
    - **Places.** A zone is lost every \(FailureTimes.zone.every.value.text) for \
    \(FailureTimes.zone.lasts.value.text), a whole site every \(FailureTimes.site.every.value.text) for \
    \(FailureTimes.site.lasts.value.text), unless `sites` says otherwise; the connection between two
      sites every \(FailureTimes.link.every.value.text) for \(FailureTimes.link.lasts.value.text), which \
    is a teaching default. There is no way round by a third site. Services of somebody else stand
      in no place of the design, and users always have a way in.
    - **Working.** An operation works when every step that its answer needs can be answered. A caller
      goes to the nearest site with a live copy that it can reach, as in the simulation. What is
      only handed over is not needed; a cache that is down is not gone around. Room for the load on
      the copies that are left, time-outs and the time until a balancer notices a dead copy are left
      to the simulation.
    - **Stores.** With a leader, the first live member leads; another one takes over
      `replication.failover.takes` after the loss. A quorum store needs its quorum, for strict reads
      as many members as meet every write. With `sync` a write waits until a lost follower is
      noticed.
    - **Shares.** In availabilities misses, chances, branches and errors count by their share of the
      requests; repeats count for errors of the component that they call. In cut sets whatever some
      request may need is needed, what takes over by itself has done so, and what people must do has
      not been done. On a circle of hand-overs everything counts as needed.
    - **Loss of data.** RPO and RTO are those of the loss of one zone with what stands in it, the
      worst over the zones of a store. Backups are not in it.
    - **Bounds.** Where all combinations of lost sites, zones and connections are too many, more than
      three or two of them at once count as an outage, and a note gives the error, which is far
      below what the inputs are worth. Above 5000 units, and where even that is too much, the values
      are left out and a note says so.

    """
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
