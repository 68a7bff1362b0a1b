#include <cmath>

#include "CBench.h"
#include "events.hpp"
#include "random.hpp"

namespace bench {
namespace {

/// A station of a network: servers, who waits, and where customers go.
struct Station {
  double mean;
  int servers;
  double upTo[3];
  int to[3];
  int busy = 0;
  Queue queue = {};
  Gauge busyTime = {}, waiting = {};
};

struct Entry {
  double upTo;
  int station;
};

/// An open network of stations with exponential servers.
template <bool kStatistics>
BenchLoopResult network(
    std::vector<Station> stations, double rate, const std::vector<Entry> &entries,
    uint64_t customers, uint64_t seed) {
  Random random(seed);
  static const Ziggurat ziggurat;
  Heap heap(1 << 16);
  Arena<double> arrived(1024);
  Histogram histogram;
  double now = 0, sum = 0;
  const double gap = 1 / rate;
  double arrival = ziggurat.exponential(random) * gap;
  uint64_t left = customers, events = 0;

  auto join = [&](int to, uint32_t id) {
    Station &station = stations[size_t(to)];
    if (station.busy < station.servers) {
      station.busy++;
      if (kStatistics) station.busyTime.rise(now);
      heap.push({now + ziggurat.exponential(random) * station.mean, id, uint32_t(to)});
    } else {
      if (kStatistics) station.waiting.rise(now);
      station.queue.push(id);
    }
  };

  while (left || !heap.empty()) {
    events++;
    if (left && (heap.empty() || arrival < heap.top().time)) {
      now = arrival;
      const uint32_t id = arrived.take();
      arrived[id] = now;
      int to = entries.back().station;
      if (entries.size() > 1) {
        const double u = random.uniform();
        for (const Entry &entry : entries) {
          if (u < entry.upTo) {
            to = entry.station;
            break;
          }
        }
      }
      join(to, id);
      if (--left) arrival = now + ziggurat.exponential(random) * gap;
      continue;
    }
    const Event event = heap.top();
    now = event.time;
    Station &station = stations[event.kind];
    int to = -1;
    if (station.upTo[2] > 0) {
      const double u = random.uniform();
      to = u < station.upTo[0]   ? station.to[0]
           : u < station.upTo[1] ? station.to[1]
           : u < station.upTo[2] ? station.to[2]
                                 : -1;
    }
    if (!station.queue.empty()) {
      if (kStatistics) station.waiting.fall(now);
      const uint32_t next = station.queue.pop();
      heap.replace({now + ziggurat.exponential(random) * station.mean, next, event.kind});
    } else {
      station.busy--;
      if (kStatistics) station.busyTime.fall(now);
      heap.pop();
    }
    if (to >= 0) {
      join(to, event.id);
      continue;
    }
    const double time = now - arrived[event.id];
    sum += time;
    if (kStatistics) histogram.record(time);
    arrived.give(event.id);
  }

  BenchLoopResult result = {};
  result.mean = customers ? sum / double(customers) : 0;
  result.events = events;
  if (kStatistics && now > 0) {
    result.p99 = histogram.percentile(0.99);
    double servers = 0;
    for (const Station &station : stations) {
      servers += station.servers;
      result.utilisation += station.busyTime.integral(now) / now;
      result.waiting += station.waiting.integral(now) / now;
    }
    result.utilisation /= servers;
  }
  return result;
}

struct Request {
  double arrived;
  uint32_t app;
};

/// A balancer in turn, eight copies of four workers that are held while cache and database answer.
template <bool kStatistics>
BenchLoopResult web(uint64_t customers, uint64_t seed) {
  enum Kind : uint32_t { kIn, kService, kCache, kDatabase, kOut };
  const double gap = 1 / 1800.0, hop = 0.0002, look = 0.0005, hit = 0.8, answer = 0.030;
  const double sigma = std::sqrt(std::log(2.0)), mu = std::log(0.008) - sigma * sigma / 2;
  Random random(seed);
  static const Ziggurat ziggurat;
  Heap heap(1 << 16);
  Arena<Request> requests(4096);
  Histogram histogram;
  int busy[8] = {}, connections = 0;
  Queue queues[8], waiting;
  Gauge busyTime[8], queued[8], connected, waits;
  double now = 0, sum = 0, arrival = ziggurat.exponential(random) * gap;
  uint64_t left = customers, events = 0, turn = 0;

  auto service = [&] { return std::exp(mu + sigma * ziggurat.normal(random)); };
  auto answered = [&](uint32_t id) {
    const uint32_t app = requests[id].app;
    heap.replace({now + hop, id, kOut});
    if (!queues[app].empty()) {
      if (kStatistics) queued[app].fall(now);
      heap.push({now + service(), queues[app].pop(), kService});
    } else {
      if (kStatistics) busyTime[app].fall(now);
      busy[app]--;
    }
  };

  while (left || !heap.empty()) {
    events++;
    if (left && (heap.empty() || arrival < heap.top().time)) {
      now = arrival;
      const uint32_t id = requests.take();
      requests[id] = {now, uint32_t(turn++ & 7)};
      heap.push({now + hop, id, kIn});
      if (--left) arrival = now + ziggurat.exponential(random) * gap;
      continue;
    }
    const Event event = heap.top();
    const uint32_t id = event.id;
    now = event.time;
    switch (event.kind) {
      case kIn: {
        const uint32_t app = requests[id].app;
        if (busy[app] < 4) {
          busy[app]++;
          if (kStatistics) busyTime[app].rise(now);
          heap.replace({now + service(), id, kService});
        } else {
          if (kStatistics) queued[app].rise(now);
          queues[app].push(id);
          heap.pop();
        }
        break;
      }
      case kService:
        heap.replace({now + look, id, kCache});
        break;
      case kCache:
        if (random.uniform() < hit) {
          answered(id);
        } else if (connections < 16) {
          connections++;
          if (kStatistics) connected.rise(now);
          heap.replace({now + ziggurat.exponential(random) * answer, id, kDatabase});
        } else {
          if (kStatistics) waits.rise(now);
          waiting.push(id);
          heap.pop();
        }
        break;
      case kDatabase:
        answered(id);
        if (!waiting.empty()) {
          if (kStatistics) waits.fall(now);
          heap.push({now + ziggurat.exponential(random) * answer, waiting.pop(), kDatabase});
        } else {
          if (kStatistics) connected.fall(now);
          connections--;
        }
        break;
      default: {
        const double time = now - requests[id].arrived;
        sum += time;
        if (kStatistics) histogram.record(time);
        requests.give(id);
        heap.pop();
      }
    }
  }

  BenchLoopResult result = {};
  result.mean = customers ? sum / double(customers) : 0;
  result.events = events;
  if (kStatistics && now > 0) {
    result.p99 = histogram.percentile(0.99);
    result.utilisation = connected.integral(now) / now;
    result.waiting = waits.integral(now) / now;
    for (int app = 0; app < 8; app++) {
      result.utilisation += busyTime[app].integral(now) / now;
      result.waiting += queued[app].integral(now) / now;
    }
    result.utilisation /= 48;
  }
  return result;
}

std::vector<Station> one(int servers) { return {{1.0, servers, {0, 0, 0}, {0, 0, 0}}}; }

/// Ten stations of 2 to 8 servers at a utilisation of 0.8; rates by the traffic equations.
std::vector<Station> ten() {
  std::vector<double> rates(10);
  for (int round = 0; round < 5000; round++) {
    std::vector<double> next = {0.5, 0, 0, 0.3, 0, 0, 0.2, 0, 0, 0};
    for (size_t i = 0; i < 10; i++) {
      next[(i + 1) % 10] += 0.45 * rates[i];
      next[(i + 3) % 10] += 0.20 * rates[i];
      next[i] += 0.10 * rates[i];
    }
    rates = next;
  }
  std::vector<Station> stations;
  for (int i = 0; i < 10; i++) {
    const int servers = 2 + i % 7;
    stations.push_back(
        {0.8 * servers / rates[size_t(i)], servers, {0.45, 0.65, 0.75},
         {(i + 1) % 10, (i + 3) % 10, i}});
  }
  return stations;
}

template <bool kStatistics>
BenchLoopResult run(int model, uint64_t customers, uint64_t seed) {
  switch (model) {
    case 1: return network<kStatistics>(one(1), 0.8, {{1, 0}}, customers, seed);
    case 2: return network<kStatistics>(one(8), 7.2, {{1, 0}}, customers, seed);
    case 3:
      return network<kStatistics>(
          ten(), 1, {{0.5, 0}, {0.8, 3}, {1, 6}}, customers, seed);
    case 4: return web<kStatistics>(customers, seed);
    default: return {};
  }
}

}  // namespace
}  // namespace bench

BenchLoopResult bench_loop(int model, uint64_t customers, uint64_t seed, bool statistics) {
  return statistics ? bench::run<true>(model, customers, seed)
                    : bench::run<false>(model, customers, seed);
}
