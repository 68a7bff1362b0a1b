import PluginAPI

/// What each arrival process means exactly.
enum ArrivalWords {
  static let all: [GlossaryEntry] = [
    .init(
      "poisson",
      "An arrival process: independent arrivals, the sum of many users who know nothing of each "
        + "other. Counts in any two stretches are independent, their variance is their mean. "
        + "{ process: poisson, rate: 120/s }"),
    .init(
      "regular",
      "An arrival process: equal gaps, the first arrival one gap after the start, as of a machine "
        + "that reports on a beat. { process: regular, rate: 10/s }"),
    .init(
      "gamma",
      "An arrival process whose gaps are gamma-distributed with the coefficient of variation 'cv': "
        + "below 1 more even than Poisson, above 1 in clusters. Variance over mean of counts tends "
        + "to cv^2. Also a shape of spreads. { process: gamma, cv: 2.5, rate: 10/s }"),
    .init(
      "weibull",
      "An arrival process whose gaps are Weibull-distributed with the coefficient of variation "
        + "'cv'. Also a shape of spreads. { process: weibull, cv: 1.4, rate: 40/s }"),
    .init(
      "hawkes",
      "An arrival process in which each arrival causes 'branching' others on average, after "
        + "exponential delays of mean 'decay'; 'kernels' adds several such causes. 'rate' is that of "
        + "first causes, so all together come at rate / (1 - branching), and variance over mean of "
        + "counts in long windows is 1 / (1 - branching)^2. It starts empty. "
        + "{ process: hawkes, rate: 20/s, branching: 0.6, decay: 300ms }"),
    .init(
      "mmpp",
      "An arrival process: Poisson at a rate that jumps from one of 'states' to the next, in turn, "
        + "after exponential stays; the first state is drawn by the shares of the stays. "
        + "{ process: mmpp, states: [{ rate: 5/s, lasts: 30s }, { rate: 200/s, lasts: 2s }] }"),
    .init(
      "on_off",
      "An arrival process: Poisson at 'rate' while active, nothing while idle, both exponential; "
        + "the first state is drawn by the long-run shares. "
        + "{ process: on_off, rate: 50/s, active: 4s, idle: 6s }"),
    .init(
      "closed",
      "An arrival process: a fixed number of users. Each starts with a think time, asks, and after "
        + "any outcome thinks and asks again, so that a slow design is asked less. "
        + "{ process: closed, users: 40, think: { mean: 1s, shape: exponential } }"),
    .init(
      "burst",
      "An arrival process: 'count' arrivals at the moment 'at', all at once or evenly 'over' a "
        + "time, once or again 'every' so often. Bursts may lie over each other. "
        + "{ process: burst, count: 500, at: 10s }"),
    .init(
      "batch",
      "An arrival process: batches come as a Poisson process at 'rate'; members follow each other "
        + "by 'spacing', the first at once. With 'shared_key' all are about the key of the first. "
        + "{ process: batch, rate: 2/s, size: { mean: 20, cv: 1 }, spacing: 5ms }"),
    .init(
      "trace",
      "An arrival process: recorded arrivals from a CSV file, at most 64 MiB and 5 million rows. "
        + "The first row names the columns: 'seconds' from the start of the run, in order, and "
        + "perhaps 'operation', whose rows each operation picks for itself. Lines that begin with "
        + "'#' are skipped. 'windtunnel load --csv' writes such a file. "
        + "{ process: trace, file: arrivals.csv }"),
    .init(
      "sum",
      "An arrival process: several processes together, each with random numbers of its own; sums "
        + "may lie in sums. "
        + "{ process: sum, of: [{ process: poisson, rate: 10/s }, { process: burst, count: 100 }] }"
    ),
    .init(
      "session",
      "A user who comes, asks for one operation after another, thinks in between, and leaves: "
        + "'workload.journeys'. It has one key and one place; 'balance: hash' keeps it at one copy. A "
        + "session leaves right after the outcome of its last request, without thinking. Expected "
        + "requests are the row of the fundamental matrix of its walk that belongs to the start, "
        + "start x (I - P)^-1 (Kemeny and Snell 1960); sessions in progress are rate x time "
        + "(Little). "
        + "shopper: { arrivals: { process: poisson, rate: 2/s }, start: browse, "
        + "walk: { browse: { think: 8s, next: { browse: 60%, buy: 10% } } } }"),
    .init(
      "equilibrium",
      "Begins a run with the sessions that would be in progress had they always come at the rate of "
        + "the first moment. Exact for Poisson sessions whose answers take no time: the number is "
        + "Poisson with mean rate x time of thinking, stages of the walk come in proportion to the "
        + "time spent there, and what is left of a think time follows its equilibrium law "
        + "(M/G/infinity: Takacs 1962; Cox, Renewal Theory, 1962). What it leaves out: requests that "
        + "would be in service at the start, the thinking of those whom failures send away, and that "
        + "other processes than Poisson vary more or less in number, whose mean is right."),
    .init(
      "operational time",
      "The integral of a rate. A process with a rate that changes draws its gaps in this time, in "
        + "which the rate is always 1, so that it keeps its character at any rate."),
  ]
}
