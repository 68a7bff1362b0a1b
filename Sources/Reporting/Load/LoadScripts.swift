public import ArchitectureModel

/// A load profile as scripts for load generators, to be sent to a real service.
public struct LoadScripts: Sendable {
  let title: String
  let maker: String
  let lasts: Double
  let operations: [RateStages]

  /// Prepares scripts.
  ///
  /// - Parameters:
  ///   - operations: The load; times count from 0.
  ///   - lasts: How long it lasts in seconds.
  ///   - title: What it is the load of.
  ///   - tool: The tool with its version.
  public init(operations: [OperationLoad], lasts: Double, title: String, tool: String) {
    self.title = SafeText.line(title)
    self.lasts = lasts
    maker = SafeText.line(tool)
    self.operations = operations.map { RateStages($0, lasts: lasts) }
  }

  // MARK: k6

  /// A script for k6: a scenario with `ramping-arrival-rate` for each operation, and one with
  /// `constant-vus` for each group of users in a closed loop.
  ///
  /// k6 takes whole numbers for rates; they are given per hour, so that a rate is off by at most
  /// 0.00014 per second.
  ///
  /// - Returns: JavaScript.
  public func k6() -> String {
    var profile: [String] = []
    for load in operations {
      let stages = load.stages.map {
        "[\(number($0.to - $0.from)), \(number($0.startRate)), \(number($0.endRate))]"
      }
      let users = load.users.map { "[\($0.count), \(number($0.think))]" }
      profile.append(
        """
          {
            operation: \(quoted(load.operation)),
            // [seconds, rate at the start, rate at the end], rates per second
            stages: [\(stages.joined(separator: ", "))],
            // users who wait for the answer and then think: [users, mean seconds to think]
            users: [\(users.joined(separator: ", "))],
          },
        """)
    }
    let functions = operations.indices.map { index in
      "export function operation_\(index)() { send(\(index)); }\n"
        + "export function users_\(index)() { send(\(index)); think(); }\n"
    }
    return header("//") + Self.k6Head + profile.joined(separator: "\n") + "\n" + Self.k6Body
      + functions.joined()
  }

  private static let k6Head = """
    //
    // Run it:  k6 run -e BASE_URL=http://localhost:8080 THIS_FILE
    // SCALE=0.1 sends a tenth of the load, LATENCY=2 plans workers for answers of two seconds.

    import http from 'k6/http';
    import { sleep } from 'k6';

    const base = __ENV.BASE_URL || 'http://localhost:8080';
    const scale = Number(__ENV.SCALE || 1);
    const latency = Number(__ENV.LATENCY || 0.5);

    // What an operation sends: change it to what your service takes.
    function send(index) {
      const name = profile[index].operation;
      http.get(`${base}/${encodeURIComponent(name)}`, { tags: { name } });
    }

    const profile = [

    """

  private static let k6Body = """
    ];

    // k6 takes whole rates: they are per hour.
    const rate = (perSecond) => Math.round(perSecond * scale * 3600);
    const duration = (seconds) => `${Math.round(seconds * 1e6)}us`;

    function scenarios() {
      const found = {};
      profile.forEach(({ stages, users }, index) => {
        if (stages.some(([, start, end]) => start > 0 || end > 0)) {
          const steps = [];
          let now = stages[0][1];
          for (const [seconds, start, end] of stages) {
            if (start !== now) steps.push({ duration: '0s', target: rate(start) });
            steps.push({ duration: duration(seconds), target: rate(end) });
            now = end;
          }
          const peak = Math.max(...stages.map(([, start, end]) => Math.max(start, end))) * scale;
          found[`operation_${index}`] = {
            executor: 'ramping-arrival-rate', exec: `operation_${index}`, timeUnit: '1h',
            startRate: rate(stages[0][1]), stages: steps,
            preAllocatedVUs: Math.ceil(peak * latency) + 1,
            maxVUs: Math.ceil(peak * latency * 4) + 10,
          };
        }
        users.forEach(([count, seconds], group) => {
          found[`users_${index}_${group}`] = {
            executor: 'constant-vus', exec: `users_${index}`,
            vus: Math.max(1, Math.round(count * scale)), duration: duration(lasts),
            env: { THINK: String(seconds) },
          };
        });
      });
      return found;
    }

    const think = () => sleep(-Math.log(1 - Math.random()) * Number(__ENV.THINK || 0));

    export const options = { scenarios: scenarios() };


    """

  // MARK: Locust

  /// A script for Locust: Poisson arrivals at the rate of the profile, whatever the answers take.
  ///
  /// One Locust user sends them all, each in a greenlet of its own: the load of Locust's own users
  /// would fall when the service is slow, which an open profile does not.
  ///
  /// - Returns: Python.
  public func locust() -> String {
    var profile: [String] = []
    for load in operations {
      let stages = load.stages.map {
        "(\(number($0.from)), \(number($0.to)), \(number($0.startRate)), \(number($0.endRate)))"
      }
      let users = load.users.map { "(\($0.count), \(number($0.think)))" }
      profile.append(
        """
            \(quoted(load.operation)): {
                # (from, to, rate at the start, rate at the end): seconds, and per second
                "stages": [\(stages.joined(separator: ", "))],
                # users who wait for the answer and then think: (users, mean seconds to think)
                "users": [\(users.joined(separator: ", "))],
            },
        """)
    }
    return header("#") + Self.locustHead + "LASTS = \(number(lasts))\n\nPROFILE = {\n"
      + profile.joined(separator: "\n") + "\n" + Self.locustBody
  }

  private static let locustHead = """
    #
    # Run it:  locust -f THIS_FILE --headless --host http://localhost:8080
    # SCALE=0.1 in the environment sends a tenth of the load, SEED=2 draws other arrivals.

    import heapq
    import logging
    import math
    import os
    import random
    import time
    import urllib.parse

    import gevent
    import gevent.pool
    from locust import FastHttpUser, LoadTestShape, task

    SCALE = float(os.environ.get("SCALE", "1"))
    SEED = int(os.environ.get("SEED", "1"))
    # Seconds that the last answers may take.
    GRACE = float(os.environ.get("GRACE", "10"))

    """

  private static let locustBody = """
    }


    def request(client, operation):
        \"""What an operation sends: change it to what your service takes.\"""
        client.get("/" + urllib.parse.quote(operation, safe=""), name=operation)


    def arrivals(operation, stages, chance):
        \"""Poisson arrivals at the rate of the stages: the integrated rate is inverted.\"""
        due = chance.expovariate(1)
        for start, end, low, high in stages:
            low, high = low * SCALE, high * SCALE
            area = (low + high) / 2 * (end - start)
            slope = (high - low) / (end - start)
            while due <= area and area > 0:
                yield start + 2 * due / (low + math.sqrt(max(0, low * low + 2 * slope * due))), operation
                due += chance.expovariate(1)
            due -= area


    class Sender(FastHttpUser):
        fixed_count = 1
        concurrency = 100_000

        @task
        def send(self):
            begin = time.monotonic()
            logging.info("the profile begins at %.3f", time.time())
            pool = gevent.pool.Pool()
            streams = []
            for operation, load in PROFILE.items():
                chance = random.Random(f"{SEED} {operation}")
                streams.append(arrivals(operation, load["stages"], chance))
                for group, (count, think) in enumerate(load["users"]):
                    for index in range(round(count * SCALE)):
                        own = random.Random(f"{SEED} {operation} {group} {index}")
                        pool.spawn(self.user, operation, think, own, begin + LASTS)
            for at, operation in heapq.merge(*streams):
                gevent.sleep(max(0, begin + at - time.monotonic()))
                pool.spawn(request, self.client, operation)
            gevent.sleep(max(0, begin + LASTS - time.monotonic()))
            pool.join(timeout=GRACE)
            self.environment.runner.quit()

        def user(self, operation, think, chance, end):
            while time.monotonic() < end:
                request(self.client, operation)
                gevent.sleep(chance.expovariate(1 / think) if think > 0 else 0)


    class Whole(LoadTestShape):
        \"""One sender, until the profile and the last answers are over.\"""

        def tick(self):
            return (1, 1) if self.get_run_time() < LASTS + GRACE + 10 else None

    """

  // MARK: Words

  private func header(_ comment: String) -> String {
    var lines = [
      "\(title), made by \(maker).",
      "Mean rates over time as straight lines; how arrivals scatter around them (self-excitation,",
      "batches, states) is in 'windtunnel load --csv' only.",
    ]
    if operations.contains(where: \.isAveraged) {
      lines.append(
        "The profile has too many points: rates are means over \(number(lasts / Double(RateStages.most))) s."
      )
    }
    return lines.map { "\(comment) \($0)\n" }.joined()
  }

  /// The shortest decimal that reads back the same, cut to nanoseconds and billionths.
  private func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let cut = value.magnitude < 1e6 ? (value * 1e9).rounded() / 1e9 : value
    return cut == cut.rounded() && cut.magnitude < 1e15 ? String(Int(cut)) : String(cut)
  }

  /// A text between double quotes for JavaScript and Python: both read the escapes of JSON.
  private func quoted(_ text: String) -> String {
    var shown = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: shown += "\\\""
      case 0x5C: shown += "\\\\"
      case 0x20..<0x7F: shown.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return shown + "\""
  }
}
