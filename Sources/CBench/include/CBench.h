#ifndef C_BENCH_H
#define C_BENCH_H

// What the benchmark cannot say in Swift: four queueing models as hand-written event loops, the
// limit that the engine is measured against; and programs with what they used.

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a loop measured.
typedef struct {
  /// Mean time in the system, in seconds; 0 where nobody came.
  double mean;
  /// The 99th percentile in seconds, from a histogram with steps of 0.8 %; 0 without statistics.
  double p99;
  /// Mean share of busy servers over all stations, in time; 0 without statistics.
  double utilisation;
  /// Mean number waiting over all stations, in time; 0 without statistics.
  double waiting;
  /// Arrivals, completions and fixed hops.
  uint64_t events;
} BenchLoopResult;

/// Runs a loop to the end of its last customer.
///
/// `model` is 1 for one M/M/1 queue at 0.8, 2 for one M/M/8 queue at 0.9, 3 for the open network
/// of ten stations, 4 for the web architecture; anything else gives a result without events. With
/// `statistics` it keeps a histogram of the times and integrals of busy servers and of those who
/// wait, as the engine does; without it, the sum of the times alone. Specialised: no language, no
/// checks, nothing to configure.
BenchLoopResult bench_loop(int model, uint64_t customers, uint64_t seed, bool statistics);

/// What a program used.
typedef struct {
  /// Its exit code; -1 where it ended by a signal.
  int code;
  /// Processor time, of user and system, with that of its own children.
  double cpuSeconds;
  double wallSeconds;
  /// The most memory it had at one time. Not less than what the caller had when it started it,
  /// as Linux counts.
  double peakMegabytes;
} BenchProgram;

/// Runs a program to its end, with the environment of the caller, and says what it used.
///
/// `arguments` ends with null and begins with the program's path. Standard output and standard
/// error go to the file `output`, which is made anew. False where the program cannot be started.
bool bench_program(char *const arguments[], const char *output, BenchProgram *program);

#ifdef __cplusplus
}
#endif

#endif
