import ExerciseFiles

/// What `start` writes: a folder that can be put into a repository.
enum StarterFolder {
  /// The name of the design, which the workflow and the README use.
  static let design = "design.arch.yaml"

  /// The files by path below the folder, in the order in which they are written.
  static func files(
    _ exercise: Exercise, starter: String, schema: String
  ) -> [(path: String, text: String)] {
    let schemaLine = "# yaml-language-server: $schema=architecture.schema.json\n"
    let own = starter.hasPrefix("# yaml-language-server") ? starter : schemaLine + starter
    return [
      (design, own), ("brief.md", ended(exercise.brief)), ("README.md", readme(exercise)),
      ("architecture.schema.json", schema), (".gitignore", "windtunnel-results/\n"),
      (".github/workflows/windtunnel.yml", workflow(exercise)),
    ]
  }

  private static func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

  private static func readme(_ exercise: Exercise) -> String {
    """
    # \(exercise.title)

    An answer to the exercise `\(exercise.id)`. What is asked stands in [brief.md](brief.md); you
    write `\(design)`. An editor with the YAML language server completes and checks it by
    `architecture.schema.json`.

    ## The next three steps

    1. Read the brief, then see what the starter has wrong:

       ```
       windtunnel check \(design)
       ```

    2. Run it and read the scorecard. It says what cost points, why, and what to try:

       ```
       windtunnel evaluate \(design)
       ```

    3. Change one thing, run it again, and commit what helped. With `--watch` the tool runs
       whenever you save. `windtunnel explain WORD` explains any field, kind or check.

    ## On every push

    `.github/workflows/windtunnel.yml` evaluates the design on GitHub. It needs to know where your
    course keeps Windtunnel: set the repository variable `WINDTUNNEL_REPOSITORY` to its git address
    (Settings, Secrets and variables, Actions, Variables). Until then it says so and does nothing.

    """
  }

  /// A workflow that assumes nothing but Docker's official Swift image and GitHub's own actions.
  private static func workflow(_ exercise: Exercise) -> String {
    """
    # Evaluates the design on every push and shows the result beside it.
    #
    # Where the tool comes from: Windtunnel is not in any package registry or marketplace. The
    # workflow builds it from the git repository that the variable WINDTUNNEL_REPOSITORY names; your
    # course tells you its address. Set the variable under Settings, Secrets and variables, Actions,
    # Variables. WINDTUNNEL_REVISION may name a branch or tag; the default branch is used otherwise.
    # If your course hands out a built tool instead, replace the step "Build Windtunnel".
    #
    # 'swift' is the official image on Docker Hub; actions/checkout and actions/upload-artifact are
    # GitHub's own.
    name: windtunnel

    on:
      push:
      pull_request:

    permissions:
      contents: read

    jobs:
      evaluate:
        runs-on: ubuntu-latest
        container: swift:6.2
        timeout-minutes: 60
        env:
          WINDTUNNEL_REPOSITORY: ${{ vars.WINDTUNNEL_REPOSITORY }}
          WINDTUNNEL_REVISION: ${{ vars.WINDTUNNEL_REVISION }}
        steps:
          - uses: actions/checkout@v4

          - name: Say what is missing
            if: env.WINDTUNNEL_REPOSITORY == ''
            run: |
              echo "Set the repository variable WINDTUNNEL_REPOSITORY; see README.md" >> "$GITHUB_STEP_SUMMARY"

          - name: Build Windtunnel
            if: env.WINDTUNNEL_REPOSITORY != ''
            run: |
              apt-get update -q && apt-get install -y -q make git
              git clone --depth 1 ${WINDTUNNEL_REVISION:+--branch "$WINDTUNNEL_REVISION"} "$WINDTUNNEL_REPOSITORY" /opt/windtunnel
              make -C /opt/windtunnel install

          - name: Check
            if: env.WINDTUNNEL_REPOSITORY != ''
            run: windtunnel check \(design)

          - name: Evaluate
            if: env.WINDTUNNEL_REPOSITORY != ''
            run: |
              mkdir -p windtunnel-results
              status=0
              windtunnel evaluate \(design) --json windtunnel-results/result.json --sarif windtunnel-results/findings.sarif --junit windtunnel-results/junit.xml --markdown windtunnel-results/summary.md || status=$?
              if [ -f windtunnel-results/summary.md ]; then cat windtunnel-results/summary.md >> "$GITHUB_STEP_SUMMARY"; fi
              exit $status

          - uses: actions/upload-artifact@v4
            if: always() && env.WINDTUNNEL_REPOSITORY != ''
            with:
              name: windtunnel-results
              path: windtunnel-results

          # In a public repository, or with code scanning switched on, the findings appear beside the
          # lines of a pull request. Add 'security-events: write' to the permissions, and this step:
          #
          # - uses: github/codeql-action/upload-sarif@v3
          #   if: always()
          #   with:
          #     sarif_file: windtunnel-results/findings.sarif

    """
  }
}
