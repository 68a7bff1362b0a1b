/// The ranges of claims that hold for any kind, and for what has no kind.
///
/// A kind's own range of the same path comes first. A bound is the best that has been published,
/// not what is usual: a number beyond it would be news.
public enum PlausibleRanges {
  private static let smallest = "the smallest task of AWS Fargate: 0.25 vCPU with 512 MiB"
  private static let boot =
    "Agache et al., \"Firecracker\", NSDI 2020: 125 ms until a virtual machine has booted"
  private static let fourthTier =
    "99.995% for a tier IV data centre, the highest: Uptime Institute, 2006"
  private static let fibre = "one way in fibre at 204 km/ms (ITU-T G.652, index 1.468)"

  /// Of components, by the path of the field.
  public static let ofComponents: [PlausibleRange] = [
    PlausibleRange(
      "fails.every", most: "12y",
      source: "Vishwanath and Nagappan, SoCC 2010: 8% of servers have a hardware fault in a year"),
    PlausibleRange(
      "fails.lasts", least: "500ms",
      source: "Candea et al., \"Microreboot\", OSDI 2004: half a second, at the least"),
    PlausibleRange(
      "fails.available", most: "99.99%",
      source: "the highest monthly share in the service level agreements of large clouds"),
    PlausibleRange("restart", least: "125ms", source: boot),
    PlausibleRange("startup", least: "125ms", source: boot),
    PlausibleRange("scale.warmup", least: "125ms", source: boot),
    PlausibleRange("size.cpu", least: "0.25", source: smallest),
    PlausibleRange("size.memory", least: "512MiB", source: smallest),
    PlausibleRange(
      "replication.lag", least: "2ms",
      source: "Verbitski et al., \"Amazon Aurora\", SIGMOD 2017, table 4: 2.6 ms at 1000 writes/s"),
    PlausibleRange(
      "replication.failover.takes", least: "1s",
      source: "the election time-out of etcd is 1 s; shorter ones elect without a loss"),
    PlausibleRange(
      "sharding.skew", least: "0.64",
      source:
        "Breslau et al., \"Web caching and Zipf-like distributions\", INFOCOM 1999: 0.64-0.83"),
  ]

  /// A failover that somebody decides on.
  public static let manualFailover = PlausibleRange(
    "replication.failover.takes", least: "5min",
    source: "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 11: 5 min to respond")

  /// Of the time on the way of one call.
  public static let ofCalls = PlausibleRange(
    "latency", least: "1us", source: "kernel bypass and one switch take 1-3 us")

  /// Of sites, by the path of the field in a site.
  public static let ofSites: [PlausibleRange] = [
    PlausibleRange(
      "zone_latency", least: "50us",
      source: "10 km between zones that do not burn together, \(fibre)"),
    PlausibleRange(
      "latency_to", least: "500us",
      source: "zones of one site are up to 100 km apart, sites are farther: \(fibre)"),
    PlausibleRange(
      "bandwidth_to", most: "400Gbps", source: "the fastest usual Ethernet, IEEE 802.3bs-2017"),
    PlausibleRange("fails.every", most: "10y", source: "losses of 4 h, and \(fourthTier)"),
    PlausibleRange("fails.lasts", least: "2h", source: "a loss in five years, and \(fourthTier)"),
    PlausibleRange("zone_fails.every", most: "7y", source: "losses of 3 h, and \(fourthTier)"),
    PlausibleRange(
      "zone_fails.lasts", least: "50min", source: "a loss in two years, and \(fourthTier)"),
  ]
}

extension KindRecord {
  /// The range in which a claim for a path is believed: the kind's own, else that of all kinds.
  ///
  /// - Parameter path: The path of the field in a component.
  /// - Returns: The range; nil where there is none, as for settings.
  public func range(_ path: String) -> PlausibleRange? {
    ranges.first { $0.path == path }
      ?? PlausibleRanges.ofComponents.first { $0.path == path }
  }
}

extension PlausibleRange {
  /// The ends in words, such as `from 50us`.
  public var words: String {
    [least.map { "from \($0)" }, most.map { "up to \($0)" }].compactMap { $0 }
      .joined(separator: " ")
  }
}
