/// The kinds of the core with their teaching defaults.
///
/// The numbers are chosen so that small designs behave plausibly and show the classic effects;
/// they are not measurements, and every report marks them as defaults.
public enum CoreKinds {
  static let teaching = "teaching default"
  private static let threads = "Apache Tomcat's default of 200 threads"
  private static let oneZone = "Amazon S3 Express One Zone: single-digit milliseconds"
  private static let log =
    "Kreps, \"Benchmarking Apache Kafka\", 2014: 0.8 to 0.9 million records/s over 6 partitions"
  private static let general = "a general machine of 2 cores and 8 GB, the smallest that is usual"

  /// The machine that a kind is bought as, where the design states none.
  private static func machine(_ cores: String, _ memory: String, _ source: String) -> [KindDefault]
  {
    [
      KindDefault("size.cpu", cores, source), KindDefault("size.memory", memory, source),
    ]
  }

  /// All kinds, in the order of the reference.
  public static let all: [KindRecord] =
    [
      client, gateway, service, function, worker, database, keyValue, objectStore, cache, queue,
      stream,
      external,
    ] + support

  static let client = KindRecord(
    "client", traits: ["source", "human"],
    about: "Software at the user's side that calls the system.",
    models: "Adds no work and has no limit; its calls behave as those of any caller.",
    defaults: [
      KindDefault("concurrency", "none", "every user has a machine of their own"),
      KindDefault("waiting", "hold", teaching),
    ], charge: .nothing)

  /// Terminates connections and routes requests.
  public static let gateway = KindRecord(
    "gateway", traits: ["compute", "stateless", "edge", "routes"],
    about: "Terminates connections, routes and protects: a load balancer or an API gateway.",
    models: "Slots with a waiting room; connections and TLS handshakes are not modelled.",
    defaults: [
      KindDefault("fails.every", "90d", teaching),
      KindDefault("fails.lasts", "30s", teaching),
      KindDefault("work", "{ mean: 1ms, cv: 0.7 }", teaching),
      KindDefault("concurrency", "200", teaching), KindDefault("queue.limit", "1000", teaching),
    ] + machine("2", "4GiB", "a small machine: it passes bytes on"),
    ranges: [
      PlausibleRange(
        "work", least: "20us", source: "HAProxy 2021 benchmark: 2 million requests/s on 64 cores"),
      PlausibleRange(
        "concurrency", most: "2000", source: "the same 2 million requests/s, at 1 ms each"),
    ])

  /// A stateless service with a pool of workers.
  public static let service = KindRecord(
    "service", traits: ["compute", "stateless"],
    about: "A stateless process with a pool of workers.",
    models:
      "Slots with a waiting room, and cores where `work` says `cpu`; what garbage collection and "
      + "locks do is for `slowdown` to say.",
    defaults: [
      KindDefault("fails.every", "30d", teaching),
      KindDefault("fails.lasts", "60s", teaching),
      KindDefault("work", "{ mean: 10ms, cv: 0.7 }", teaching),
      KindDefault("concurrency", "16", teaching), KindDefault("queue.limit", "256", teaching),
    ] + machine("2", "8GiB", general),
    ranges: [
      PlausibleRange(
        "work", least: "50us", source: "TechEmpower round 22: about 10 us of CPU a plain request"),
      PlausibleRange("concurrency", most: "200", source: threads),
    ])

  static let worker = KindRecord(
    "worker", traits: ["compute", "stateless", "consumes"],
    about: "Handles messages from queues and streams.",
    models: "Slots that pull; a message in work when its copy crashes is delivered again.",
    defaults: [
      KindDefault("fails.every", "30d", teaching),
      KindDefault("fails.lasts", "60s", teaching),
      KindDefault("work", "{ mean: 20ms, cv: 0.7 }", teaching),
      KindDefault("concurrency", "8", teaching), KindDefault("queue.limit", "none", teaching),
    ] + machine("2", "8GiB", general),
    ranges: [
      PlausibleRange(
        "work", least: "50us", source: "as a service: what it does is the same, only later"),
      PlausibleRange("concurrency", most: "200", source: threads),
    ])

  /// A transactional database.
  public static let database = KindRecord(
    "database", traits: ["store", "durable", "ordered", "transactional"],
    about: "A transactional database with one leader per shard.",
    models: "Slots with a waiting room; locks, plans and the buffer pool are not modelled.",
    defaults: [
      KindDefault("fails.every", "60d", teaching),
      KindDefault("fails.lasts", "15min", teaching),
      KindDefault("read", "{ mean: 3ms, cv: 1 }", teaching),
      KindDefault("write", "{ mean: 6ms, cv: 1 }", teaching),
      KindDefault("concurrency", "64", teaching), KindDefault("queue.limit", "200", teaching),
      KindDefault(
        "connections", "300", "order of the limits of managed databases: PostgreSQL's own is 100"),
      KindDefault("consistency", "strict", teaching),
      KindDefault("replication.failover.takes", "30s", "managed multi-zone databases: 30-120 s"),
    ] + machine("8", "32GiB", "a managed SQL machine of 8 cores, a common size"),
    ranges: [
      PlausibleRange("read", least: "100us", source: "in-memory index look-up over a network"),
      PlausibleRange(
        "write", least: "200us", source: "NVMe flush of 20-100 us and a commit record"),
      PlausibleRange(
        "concurrency", most: "256",
        source: "PostgreSQL wiki, \"Number Of Database Connections\": two a core, of 128 cores"),
    ], charge: .managed)

  /// A partitioned key-value store.
  public static let keyValue = KindRecord(
    "key_value", traits: ["store", "durable", "partitioned"],
    about: "A partitioned store addressed by key.",
    models: "Slots with a waiting room; hot keys follow the operation's keys through sharding.",
    defaults: [
      KindDefault("fails.every", "60d", teaching),
      KindDefault("fails.lasts", "10min", teaching),
      KindDefault("read", "{ mean: 1ms, cv: 0.7 }", teaching),
      KindDefault("write", "{ mean: 1500us, cv: 0.7 }", teaching),
      KindDefault("concurrency", "256", teaching), KindDefault("queue.limit", "500", teaching),
      KindDefault("consistency", "bounded", teaching),
      KindDefault("replication.failover.takes", "10s", teaching),
    ] + machine("4", "16GiB", teaching),
    ranges: [
      PlausibleRange(
        "read", least: "5us",
        source: "Ousterhout et al., \"RAMCloud\", ACM TOCS 33(3), 2015: 4.7 us"),
      PlausibleRange(
        "write", least: "14us",
        source: "Ousterhout et al., \"RAMCloud\", ACM TOCS 33(3), 2015: 13.5 us, in three memories"),
      PlausibleRange(
        "concurrency", most: "1000",
        source: "a million operations/s at 1 ms each; Lim et al., \"MICA\", NSDI 2014, has more"),
    ], charge: .managed)

  static let objectStore = KindRecord(
    "object_store", traits: ["store", "durable"],
    about: "Keeps whole objects, cheaply and slowly.",
    models: "Slots; the size of objects counts on links between sites only.",
    defaults: [
      KindDefault("fails.every", "180d", teaching),
      KindDefault("fails.lasts", "5min", teaching),
      KindDefault("read", "{ mean: 30ms, cv: 1 }", teaching),
      KindDefault("write", "{ mean: 60ms, cv: 1 }", teaching),
      KindDefault("concurrency", "1000", teaching), KindDefault("queue.limit", "none", teaching),
      KindDefault("consistency", "strict", teaching),
      KindDefault("replication.failover.takes", "30s", teaching),
    ],
    ranges: [
      PlausibleRange("read", least: "1ms", source: oneZone),
      PlausibleRange("write", least: "1ms", source: oneZone),
      PlausibleRange(
        "concurrency", most: "10000",
        source: "Amazon S3 user guide: 5500 reads/s a prefix; at 30 ms each, of sixty prefixes"),
    ], charge: .use)

  /// Code that the provider starts for each request.
  static let function = KindRecord(
    "function", traits: ["compute", "stateless", "scales_to_zero"],
    about: "Code that the provider runs in copies which it starts for requests and takes away.",
    models: """
      A request takes the free copy that was used last; where there is none a copy is started for \
      it, up to the maximum at each site, beyond which requests wait in one room. Idle copies go \
      away after `keep_warm`. Limits on how fast copies are started are not modelled.
      """,
    defaults: [
      KindDefault("work", "{ mean: 30ms, cv: 0.7 }", teaching),
      KindDefault("concurrency", "1", "one request at a time, as AWS Lambda has it"),
      KindDefault("queue.limit", "1000", teaching),
      KindDefault(
        "cold_start", "{ mean: 400ms, cv: 0.5 }",
        "AWS Lambda documentation: from under 100 ms to over 1 second"),
      KindDefault(
        "keep_warm", "10min",
        "Shahrad et al., \"Serverless in the Wild\", USENIX ATC 2020: 10 to 20 minutes are usual"),
      KindDefault("scale.max", "200", teaching),
      KindDefault("spread", "zone", "providers run functions in several zones"),
    ] + machine("1", "1769MiB", "AWS Lambda documentation: one core comes with 1769 MB"),
    ranges: [
      PlausibleRange("work", least: "1ms", source: "AWS Lambda counts and bills milliseconds"),
      PlausibleRange(
        "concurrency", most: "80", source: "Google Cloud Run's default of 80 requests a copy"),
      PlausibleRange(
        "cold_start", least: "50ms",
        source: "Agache et al., \"Firecracker\", NSDI 2020: 125 ms to boot, less from a snapshot"),
      PlausibleRange(
        "keep_warm", most: "20min", source: "Shahrad et al., USENIX ATC 2020, section 2"),
    ], charge: .invocations)

  static let cache = KindRecord(
    "cache", traits: ["store", "volatile"],
    about: "Keeps copies in memory; what is in it may vanish.",
    models: """
      With `capacity` or `ttl`, and for operations with `keys`: entries by key, the least recently \
      read going first, empty after a crash. Otherwise a fixed share of hits, also after a crash \
      and a flush: what an empty cache does to the store behind it is then not seen. Writes go \
      around it, so that it may answer with what is old until its `ttl`.
      """,
    defaults: [
      KindDefault("fails.every", "60d", teaching),
      KindDefault("fails.lasts", "60s", teaching),
      KindDefault("work", "{ mean: 400us, cv: 0.5 }", "in-memory cache round trip 0.1-0.3 ms"),
      KindDefault("concurrency", "500", teaching), KindDefault("queue.limit", "1000", teaching),
      KindDefault("hit", "80%", teaching), KindDefault("consistency", "eventual", teaching),
    ] + machine("2", "13GiB", "a common cache machine of 13 GB"),
    ranges: [
      PlausibleRange(
        "work", least: "10us",
        source: "Redis documentation, \"Redis benchmark\": 100,000 requests/s on one thread"),
      PlausibleRange(
        "concurrency", most: "1000",
        source: "2.5 million requests/s at 400 us; Lim et al., \"MICA\", NSDI 2014, has more"),
      PlausibleRange("hit", most: "99%", source: "published hit rates of large caches: 80-99 %"),
    ], charge: .managed)

  static let queue = KindRecord(
    "queue", traits: ["broker", "durable"],
    about: "Hands each message to one consumer of a group.",
    models: "Publication and delivery take slots; at least once, without order.",
    defaults: [
      KindDefault("fails.every", "90d", teaching),
      KindDefault("fails.lasts", "2min", teaching),
      KindDefault("write", "{ mean: 2ms, cv: 0.5 }", teaching),
      KindDefault("read", "{ mean: 2ms, cv: 0.5 }", teaching),
      KindDefault("concurrency", "500", teaching), KindDefault("queue.limit", "none", teaching),
      KindDefault("capacity", "1M", teaching),
      KindDefault("replication.failover.takes", "10s", teaching),
    ] + machine("2", "8GiB", general),
    ranges: [
      PlausibleRange("write", least: "200us", source: "as a database: the message is on a disk"),
      PlausibleRange("read", least: "100us", source: "as a database"),
      PlausibleRange(
        "concurrency", most: "2000",
        source: "a million messages/s at 2 ms each, as a RabbitMQ cluster did in 2014"),
    ], charge: .managed)

  /// A partitioned log.
  public static let stream = KindRecord(
    "stream", traits: ["broker", "durable", "ordered", "replayable"],
    about: "A partitioned log; each group of consumers sees every message.",
    models: """
      Each partition publishes one message at a time, and one consumer of a group works on it at \
      a time; messages go to partitions by key.
      """,
    defaults: [
      KindDefault("fails.every", "90d", teaching),
      KindDefault("fails.lasts", "2min", teaching),
      KindDefault("write", "{ mean: 2ms, cv: 0.5 }", teaching),
      KindDefault("read", "{ mean: 2ms, cv: 0.5 }", teaching),
      KindDefault("concurrency", "1", "one writer per partition keeps the order"),
      KindDefault("queue.limit", "none", teaching),
      KindDefault("partitions", "6", teaching), KindDefault("capacity", "none", teaching),
      KindDefault("replication.failover.takes", "10s", teaching),
    ] + machine("16", "32GiB", "a core for each partition that a machine carries"),
    ranges: [
      PlausibleRange("write", least: "7us", source: log),
      PlausibleRange("read", least: "6us", source: log),
      PlausibleRange(
        "concurrency", most: "1", source: "two writers of a partition would have no order"),
    ], charge: .managed)

  static let external = KindRecord(
    "external", traits: ["outside", "not_ours"],
    about: "Somebody else's service.",
    models: "Slots with a waiting room; its inside is not modelled.",
    defaults: [
      KindDefault("fails.available", "99.9%", teaching),
      KindDefault("work", "{ mean: 100ms, cv: 1 }", teaching),
      KindDefault("concurrency", "1000", teaching), KindDefault("queue.limit", "none", teaching),
    ],
    ranges: [
      PlausibleRange(
        "work", least: "1ms", source: "100 km of fibre there and back take 1 ms alone"),
      PlausibleRange(
        "concurrency", most: "1000", source: "the other side says how many it takes, not the design"
      ),
    ], charge: .calls)

  static let support: [KindRecord] = [
    ("identity", "Knows who users and services are."),
    ("secrets", "Keeps credentials."),
    ("scheduler", "Starts work at times."),
    ("telemetry", "Collects logs, metrics and traces."),
    ("key_service", "Keeps and rotates encryption keys."),
  ].map { name, about in
    KindRecord(
      name, traits: ["support", name], about: about,
      models: "Nothing: it is there for checks; no request may call it yet.", charge: .nothing)
  }
}
