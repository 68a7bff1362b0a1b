#define _GNU_SOURCE

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CBench.h"

extern char **environ;

static double seconds(struct timeval time) { return (double)time.tv_sec + 1e-6 * (double)time.tv_usec; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

bool bench_program(char *const arguments[], const char *output, BenchProgram *program) {
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return false;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const double begin = now();
  pid_t child;
  const int failure = posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) return false;
  int status = 0;
  struct rusage used;
  if (wait4(child, &status, 0, &used) != child) return false;
  program->wallSeconds = now() - begin;
  program->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  program->cpuSeconds = seconds(used.ru_utime) + seconds(used.ru_stime);
#ifdef __APPLE__
  program->peakMegabytes = (double)used.ru_maxrss / 1e6;
#else
  program->peakMegabytes = (double)used.ru_maxrss * 1024 / 1e6;
#endif
  return true;
}
