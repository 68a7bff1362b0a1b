/// Whole venues at senior level: 200,000 orders in the peak second, 3,000 instruments.
enum Venues {
  static let load = """
    workload:
      lasts: 10s
      operations:
        place_order:
          arrivals: { process: poisson, rate: 200000/s }
          keys: { count: 3000, skew: 0.9 }
    """

  static let good = """
    format: arch/1
    name: Venue by the book
    entry: { place_order: gate }
    sites: { ny: { zones: [a, b, c], latency_to: { chi: 8ms } }, chi: {} }
    data: { order: { class: confidential }, trade: { class: confidential } }
    components:
      gate:
        kind: trading/gateway
        at: ny
        replicas: 6
        spread: zone
        concurrency: 1
        deploy: canary
        calls: [{ call: risk, carries: [order] }]
        trading:
          network: orders
          timestamps: network_card
          cancel_on_disconnect: yes
          throttle: { per_session: 20000/s, on_limit: reject, cancels_exempt: yes }
          session_recovery: { sequence_store: replicated, resend: yes, heartbeat: 30s }
          clock: { divergence: 20us, granularity: 1us, sources: 2 }
          release: { version_gate: yes, rollback: yes }
      risk:
        kind: trading/pretrade_risk
        at: ny
        replicas: 6
        spread: zone
        deploy: canary
        calls: [{ call: seq, carries: [order] }]
        trading:
          controls: [credit_limit, price_collar, max_order_qty, max_notional, duplicate_check,
                     message_rate_limit, restricted_list]
          fail_mode: closed
          limit_state: by_account
          limits_set_by: operator
          release: { version_gate: yes, rollback: yes }
      seq:
        kind: trading/sequencer
        at: ny
        work: 2us
        deploy: canary
        sharding: { count: 4, by: instrument, strategy: weighted }
        replication:
          mode: quorum
          copies: 3
          across: zone
          failover: { mode: automatic, takes: 400ms, fencing: yes }
        calls: [{ send: log, acks: quorum, carries: [order] }]
        trading:
          dedupe: { key: session_order_id, window: 24h }
          clock: { divergence: 20us, granularity: 1us, sources: 2 }
          release: { version_gate: yes, rollback: yes }
          kill_switch:
            scopes: [session, firm, algorithm, all]
            effect: 200ms
            out_of_band: yes
            cancels_resting: yes
      log:
        kind: trading/journal
        at: ny
        partitions: 8
        holds: [order]
        rto: 45min
        replication: { mode: quorum, copies: 3, across: zone, failover: { mode: automatic } }
      engine:
        kind: trading/matching_engine
        at: ny
        work: 1us
        deploy: canary
        sharding: { count: 4, by: instrument, strategy: weighted }
        consumes: [{ from: log, group: match }]
        calls: [{ send: feed }, { send: trades, carries: [trade] }]
        trading:
          volatility: { bands: yes, halt: [instrument, market], reopen: auction }
          clock: { divergence: 20us, granularity: 1us, sources: 2 }
          release: { version_gate: yes, rollback: yes }
      trades:
        kind: trading/journal
        at: ny
        holds: [trade]
        replication: { mode: quorum, copies: 3, across: zone, failover: { mode: automatic } }
      feed:
        kind: trading/market_data
        at: ny
        replicas: 2
        spread: zone
        trading:
          network: quotes
          clock: { divergence: 20us, granularity: 1us, sources: 2 }
          feed:
            transport: multicast
            subscribers: 2000
            lines: disjoint
            arbitration: yes
            equal_paths: yes
            slow_consumer: drop
            gap_recovery: { ways: [snapshot, retransmission], by: repair }
      repair: { kind: service, at: ny, replicas: 2, spread: zone }
      clearing: { kind: worker, at: ny, traits: [clearing], consumes: [{ from: trades }] }
      watch: { kind: worker, at: ny, traits: [surveillance], consumes: [{ from: log }] }
      compare:
        kind: worker
        at: ny
        traits: [reconciliation]
        consumes: [{ from: trades }]
        trading: { reconciles: [matching, clearing, drop_copy] }
      keeper:
        kind: worker
        at: chi
        consumes: [{ from: log }]
        calls: [{ write: archive, carries: [order] }]
      archive: { kind: object_store, at: chi, holds: [order], write_once: yes, keep: 7y }

    """ + load

  static let flawed = """
    format: arch/1
    name: Web shop for orders
    entry: { place_order: api }
    components:
      api:
        kind: gateway
        replicas: 2
        deploy: all_at_once
        calls: [orders]
        trading:
          network: office
          timestamps: application
          cancel_on_disconnect: no
          session_recovery: { sequence_store: none, resend: no, heartbeat: 5min }
          clock: { divergence: 5ms, granularity: 1ms, sources: 1 }
      orders:
        kind: service
        deploy: all_at_once
        calls: [{ write: sql }, { send: topic }]
      sql: { kind: database, write: { p50: 2500us, p99: 20ms }, write_once: no, keep: 90d }
      topic: { kind: stream, write_once: no, keep: 90d }
      matchers:
        kind: worker
        traits: [matching]
        replicas: 3
        work: 2500us
        concurrency: 1
        waiting: free
        deploy: all_at_once
        consumes: [{ from: topic }]
        calls: [{ read: lock }, { call: push }, { call: clearing }]
        trading: { clock: { divergence: 5ms, granularity: 1ms, sources: 1 } }
      lock: { kind: cache }
      credit:
        kind: worker
        traits: [pretrade_risk]
        replicas: 2
        consumes: [{ from: topic }]
        trading:
          controls: [credit_limit]
          fail_mode: open
          limit_state: per_copy
          limits_set_by: operator
      push:
        kind: service
        traits: [market_data]
        trading:
          network: office
          clock: { divergence: 5ms, granularity: 1ms, sources: 1 }
          feed:
            transport: unicast
            subscribers: 2000
            lines: single
            arbitration: no
            equal_paths: no
            slow_consumer: block
      clearing: { kind: service, traits: [clearing] }

    """ + load
}
