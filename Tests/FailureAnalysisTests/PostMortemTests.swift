import PluginAPI
import Quantities
import Testing

@testable import FailureAnalysis

/// Designs rebuilt from public post-mortems: what broke them must be among their cut sets.
@Suite struct PostMortemTests {
  /// After Amazon Web Services, "Summary of the Amazon DynamoDB Service Disruption in the Northern
  /// Virginia (US-EAST-1) Region", October 2025: the names of a regional endpoint are kept by an
  /// automation with a worker in each of three zones, which apply the same plans; an empty plan was
  /// applied, the endpoint had no address, and whatever looked it up stood still, machines that
  /// were to be launched included.
  static let names = """
    format: arch/1
    entry: { read_item: shop, launch: fleet }
    sites: { virginia: { zones: [a, b, c] } }
    components:
      shop:  { kind: service, replicas: 6, spread: zone, calls: [endpoint_name, { read: items }] }
      fleet: { kind: service, replicas: 3, spread: zone, calls: [endpoint_name, { write: items }, hosts] }
      endpoint_name: { kind: service, replicas: 3, spread: zone }
      hosts: { kind: service, replicas: 6, spread: zone }
      items:
        kind: key_value
        replication: { mode: quorum, copies: 3, failover: { mode: automatic } }
    """

  @Test func theNamesOfAnEndpointStopEverythingInARegion() throws {
    let design = try Design(Self.names, cutSize: 3)
    for operation in design.results.operations {
      #expect(operation.singlePoints.contains("component:endpoint_name"), "\(operation.operation)")
      #expect(operation.survivesZone == true, "three zones were not the trouble")
    }
    // The three workers are no redundancy against their common plans, but one alone may go.
    let read = try design.operation("read_item")
    #expect(!read.singlePoints.contains { $0.hasPrefix("copy:endpoint_name") })
    #expect(
      read.cutSets.contains([
        "copy:endpoint_name/1", "copy:endpoint_name/2", "copy:endpoint_name/3",
      ]))
    // Names that a second, unlike provider can resolve too take it out of the single points.
    let either = Self.names.replacing(
      "calls: [endpoint_name, { read: items }]",
      with: "calls: [{ together: [endpoint_name, other_name], need: 1 }, { read: items }]")
    let mended = either + "\n  other_name: { kind: external }"
    let second = try Design(mended)
    let now = try second.operation("read_item")
    #expect(!now.singlePoints.contains("component:endpoint_name"))
    #expect(now.cutSets.contains(["component:endpoint_name", "external:other_name"]))
    #expect(try second.operation("launch").singlePoints.contains("component:endpoint_name"))
  }

  /// After GitHub, "October 21 post-incident analysis", 30 October 2018: 43 seconds without the
  /// link between the network hub and the primary data centre of the East Coast; the database's
  /// primary was moved across the country, and applications on the other side of the cut could not
  /// reach the one they wrote to.
  static let sites = """
    format: arch/1
    entry: app
    sites:
      east: { zones: [a, b, c] }
      west: { zones: [a, b, c], latency_to: { east: 30ms } }
    components:
      app: { kind: service, at: [east, west], replicas: 6, spread: zone, calls: [{ write: primary }] }
      primary:
        kind: database
        at: [east, west]
        replication: { mode: async, copies: 2, across: site, failover: { mode: automatic } }
    workload:
      lasts: 1s
      clients: { east: 50%, west: 50% }
      operations: { push: { arrivals: { process: poisson, rate: 1/s } } }
    """

  @Test func theLinkBetweenTwoSitesStopsTheWritesOfOne() throws {
    let design = try Design(Self.sites)
    let push = try design.operation("push")
    #expect(push.singlePoints.contains("link:east-west"))
    #expect(push.survivesSite == true, "the database moves with the loss of a site")
    #expect(push.cutSets.contains(["site:east", "site:west"]))
    // What was not yet across the country is lost with its zone.
    let primary = try #require(design.results.store("primary"))
    #expect(primary.rpo?.seconds == 1)
    // With all users at the primary's site the link is no single point.
    let home = try Design(Self.sites.replacing("east: 50%, west: 50%", with: "east: 100%"))
    #expect(try !home.operation("push").singlePoints.contains("link:east-west"))
    // Nor is it where each side reads its own copy.
    let reads = try Design(
      Self.sites.replacing("{ write: primary }", with: "{ read: primary }")
        .replacing("kind: database", with: "kind: key_value"))
    #expect(try !reads.operation("push").singlePoints.contains("link:east-west"))
  }
}
