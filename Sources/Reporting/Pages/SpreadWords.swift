import PluginAPI

/// The families of spreads: how a duration varies about its mean.
enum SpreadWords {
  static let all: [GlossaryEntry] = [
    .init(
      "exponential",
      "A shape of spreads without memory: how long something has taken says nothing of how long it "
        + "still takes; cv is 1. Arrivals of a Poisson process have such gaps. "
        + "{ mean: 10ms, shape: exponential }"),
    .init(
      "lognormal",
      "The shape of spreads where none is named: the logarithm is normal, the tail is long, as "
        + "response times of services are. { mean: 12ms, cv: 0.7 }, { mean: 12ms, p99: 60ms }"),
    .init(
      "erlang",
      "A shape of spreads: a sum of 1/cv^2 equal exponential stages, a whole number of them, so cv "
        + "is at most 1. { mean: 10ms, shape: erlang, cv: 0.5 }"),
    .init(
      "hyperexponential",
      "A shape of spreads: mostly short, sometimes long, one of two exponential phases of balanced "
        + "means; cv is above 1. { mean: 10ms, shape: hyperexponential, cv: 3 }"),
    .init(
      "pareto",
      "A shape of spreads with a heavy tail: a few values make most of the sum, as sizes of files "
        + "do. { mean: 10ms, shape: pareto, cv: 2 }"),
    .init(
      "uniform",
      "A shape of spreads: every value between two ends is equally likely; cv is at most 0.577. "
        + "{ mean: 10ms, shape: uniform, cv: 0.3 }"),
    .init(
      "cv",
      "Coefficient of variation: the standard deviation over the mean. 0 never varies, 1 is as "
        + "irregular as exponential times; the wait in a queue grows with 1 + cv^2."),
    .init(
      "like",
      "A spread by its name under 'distributions', which may also name a CSV file of measured "
        + "values. { like: measured_in_may }"),
    .init(
      "never",
      "A percentile beyond the share of requests that were answered in full: of 100 requests 3 were "
        + "not answered, so p99 is 'never'. Look at 'in full' first."),
  ]
}
