"""Reads a workflow as GitHub would: its form, then its own steps in a shell.

    workflow.py FOLDER TOOL EXERCISES

The form is held to the schema of schemastore.org that comes with check-jsonschema. The steps that
run the tool are run by bash, as GitHub does, with the built tool on the path.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

import reading

folder, tool, exercises = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
workflow = reading.yaml(folder / ".github/workflows/windtunnel.yml")
package = pathlib.Path(importlib.util.find_spec("check_jsonschema").origin).parent
schema = reading.document(package / "builtin_schemas/vendor/github-workflows.json")
problems = reading.problems(schema, workflow)

summary = folder / "step-summary.md"
environment = {
    **os.environ,
    "PATH": f"{tool.parent}:{os.environ['PATH']}",
    "WINDTUNNEL_EXERCISES": str(exercises),
    "GITHUB_STEP_SUMMARY": str(summary),
}
steps = {}
actions = []
for step in workflow["jobs"]["evaluate"]["steps"]:
    if "uses" in step:
        actions.append(step["uses"])
    elif step["name"] in ("Check", "Evaluate"):
        run = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder, env=environment, capture_output=True, text=True,
        )
        steps[step["name"]] = run.returncode
        if "windtunnel: " in run.stderr or "Usage" in run.stderr:
            problems.append(run.stderr[:500])
    else:
        checked = subprocess.run(["bash", "-n", "-c", step["run"]], capture_output=True, text=True)
        if checked.returncode:
            problems.append(checked.stderr)
json.dump(
    {
        "problems": problems,
        "actions": actions,
        "steps": steps,
        "summary": summary.read_text(encoding="utf-8") if summary.exists() else "",
        "results": sorted(path.name for path in (folder / "windtunnel-results").glob("*")),
    },
    sys.stdout,
)
sys.exit(1 if problems else 0)
