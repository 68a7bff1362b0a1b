import Foundation
import Testing

/// Commands that run again when their file is saved, at a pseudo-terminal.
@Suite struct WatchTests {
  @Test(arguments: [
    ["check", "design.arch.yaml", "--watch", "--markdown", "out.md"],
    ["evaluate", "design.arch.yaml", "--watch", "--scenario", "calm", "--replications", "1"],
  ])
  func savingRunsAgainAndCtrlCLeaves(_ command: [String]) async throws {
    let scratch = try DocumentTests.copy("starter.arch.yaml")
    let outcome = try await Reader.script(
      "watch.py", [Tool.binary.path, Tool.exercises.path, "."] + command, in: scratch, limit: 300)
    #expect(outcome.code == 0, outcome.summary)
    let found = outcome.json
    for moment in ["first", "quiet", "mistake", "mended", "back", "cursor", "terminal"] {
      #expect(found[moment].flag == true, "\(moment): \(found["last"].text.suffix(600))")
    }
    #expect(found["cleared"].number == 4)
    #expect(found["code"].number == 0)
    let word = command[0] == "check" ? "is valid" : "of 20 points"
    #expect(found["last"].text.contains(word))
    if command[0] == "check" {
      let page = try String(
        contentsOf: scratch.url.appendingPathComponent("out.md"), encoding: .utf8)
      #expect(!page.contains("not valid"), "the document is that of the last round")
    }
  }

  @Test(arguments: [
    ["check", "-", "--watch"], ["check", "design.arch.yaml", "--watch", "--json", "-"],
    ["evaluate", "design.arch.yaml", "--watch", "--json", "-"],
  ])
  func whatCannotBeWatchedIsWrongUse(_ arguments: [String]) async throws {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(ExitCodeTests.small.utf8))
    let run = try await Tool.run(arguments, in: scratch, limit: 20)
    #expect(run.code == 64, run.summary)
  }
}
