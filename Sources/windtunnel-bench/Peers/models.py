"""The four models, how long they take to the simulators, and the line that the benchmark reads.

A peer is run as `python PEER.py MODEL CUSTOMERS SEED`. Processor time is that of the simulation
alone: imports, and compilation where there is one, are left out.
"""
import json
import math
import resource
import sys

# Model 1: one M/M/1 queue at 0.8; model 2: one M/M/8 queue at 0.9.
SINGLE = {1: (1, 0.8), 2: (8, 7.2)}

# Model 3: ten stations of 2 to 8 servers, all at 0.8, with feedback.
STATIONS = 10
SERVERS = [2 + i % 7 for i in range(STATIONS)]
ENTRIES = {0: 0.5, 3: 0.3, 6: 0.2}


def routes(i):
    return {(i + 1) % STATIONS: 0.45, (i + 3) % STATIONS: 0.20, i: 0.10}


def traffic():
    rates = [0.0] * STATIONS
    for _ in range(5000):
        new = [ENTRIES.get(i, 0.0) for i in range(STATIONS)]
        for i in range(STATIONS):
            for j, share in routes(i).items():
                new[j] += rates[i] * share
        rates = new
    return rates


MEANS = [0.8 * c / rate for c, rate in zip(SERVERS, traffic())]

# Model 4: a balancer in turn, eight copies of four workers, a cache, a database.
RATE, APPS, WORKERS, CONNECTIONS = 1800.0, 8, 4, 16
HOP, LOOK, HIT, ANSWER = 0.0002, 0.0005, 0.8, 0.030
SIGMA = math.sqrt(math.log(2.0))
MU = math.log(0.008) - SIGMA ** 2 / 2


def arguments():
    return int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(customers, seconds, mean):
    line = {"customers": float(customers), "seconds": seconds, "mean": mean}
    print("RESULT " + json.dumps(line), flush=True)
