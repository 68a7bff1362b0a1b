import PluginAPI
import Testing

/// What the copies of a function do, step by step, where arrivals are regular.
@Suite struct FunctionTests {
  static func design(
    _ more: String, every: String = "1/s", faults: String = "", lasts: String = "100s"
  ) -> String {
    flow(
      "web: { kind: function, work: { exact: 100ms }, cold_start: { exact: 400ms }, \(more) }",
      "process: regular, rate: \(every)", lasts: lasts, faults: faults)
  }

  @Test func oneColdStartServesAllWhoComeSoonEnough() async throws {
    let flow = try await Flow(Self.design("keep_warm: 950ms"))
    let scaling = try #require(try flow.component("web").scaling)
    // The first waits for its copy for 400 ms and leaves it idle for 500 ms; the gaps are 900 ms.
    #expect(scaling.coldStarts == 1)
    let latency = try flow.latency()
    #expect(abs(latency - (0.1 + 0.4 / 99)) < 1e-9, "\(latency)")
  }

  @Test func whoComesLaterStartsAnotherCopy() async throws {
    let flow = try await Flow(Self.design("keep_warm: 850ms"))
    // Who had to wait for a copy leaves it 500 ms before the next comes, who had not 900 ms.
    let scaling = try #require(try flow.component("web").scaling)
    #expect(scaling.coldStarts == 50, "\(scaling.coldStarts ?? -1)")
  }

  @Test func keptCopiesAreWarmAndPaid() async throws {
    let flow = try await Flow(Self.design("keep_warm: 1ms, scale: { min: 2, max: 5 }"))
    let scaling = try #require(try flow.component("web").scaling)
    #expect(scaling.coldStarts == 0)
    #expect(scaling.paid == 2)
    #expect(scaling.running.value == 2)
  }

  @Test func copiesThatTakeSeveralAreSharedWhileTheyStart() async throws {
    let one = try await Flow(Self.design("concurrency: 1", every: "10/s", lasts: "10s"))
    let ten = try await Flow(Self.design("concurrency: 10", every: "10/s", lasts: "10s"))
    // While the first starts, four more come: each starts its own, or shares it.
    #expect(try #require(try one.component("web").scaling).coldStarts == 5)
    #expect(try #require(try ten.component("web").scaling).coldStarts == 1)
  }

  @Test func aCrashStartsAllAnew() async throws {
    let flow = try await Flow(
      Self.design("keep_warm: 10s", faults: "{ crash: web, at: 50.5s, lasts: 3s }"))
    let scaling = try #require(try flow.component("web").scaling)
    #expect(scaling.coldStarts == 2)
    #expect(try flow.count(\.failed) == 3)
  }

  @Test func theDeadAreReplaced() async throws {
    // The copy that serves dies; another one is started for the next request.
    let flow = try await Flow(
      Self.design("keep_warm: 10s", faults: "{ crash: web, replicas: 1, at: 50.5s, lasts: 30s }"))
    #expect(try #require(try flow.component("web").scaling).coldStarts == 2)
    #expect(try flow.count(\.failed) == 0)
  }

  @Test(arguments: [
    ("replicas: 2", "arch.field-not-for-kind"), ("balance: random", "arch.field-not-for-kind"),
    ("startup: 1s", "arch.field-not-for-kind"), ("tick: 1ms", "arch.field-not-for-kind"),
    ("scale: { max: 3, target: 50% }", "arch.field-not-for-kind"),
    ("scale: { min: 4, max: 3 }", "arch.out-of-range"),
    ("scale: { min: 1 }", "arch.missing-field"), ("scale: { max: 20k }", "arch.out-of-range"),
  ])
  func whatItCannotHaveIsRefused(_ field: String, _ code: String) {
    let found = problems(Self.design(field)).map { String($0.prefix { $0 != ":" }) }
    #expect(found.contains(code), "\(field): \(found)")
  }

  @Test func servicesDoNotStartCold() {
    let file = flow("web: { kind: service, cold_start: 1s }", "process: regular, rate: 1/s")
    #expect(problems(file).contains { $0.hasPrefix("arch.field-not-for-kind") })
    let scale = flow("web: { kind: service, scale: { max: 3 } }", "process: regular, rate: 1/s")
    #expect(problems(scale).contains { $0.hasPrefix("arch.missing-field") })
  }
}
