"""Reads a document of Windtunnel with libraries of others and says what it found, as JSON.

    read.py schema SCHEMA FILE...    what a JSON Schema finds wrong with each file
    read.py mutants SCHEMA FILE      how many broken copies of a file a schema accepts
    read.py sarif FILE [FOLDER]      a SARIF log; the marked text of files below the folder
    read.py junit FILE               JUnit XML
    read.py gradescope FILE          results.json
    read.py csv FILE                 rows
    read.py svg FILE                 the areas of a drawing, by title

The exit code is 1 where the document is not what it should be; `problems` says why.
"""

import copy
import csv
import json
import pathlib
import sys
import urllib.parse

import lxml.etree

import reading

HERE = pathlib.Path(__file__).parent
SARIF = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def schema(path, *files):
    found = {}
    wanted = reading.document(path)
    for file in files:
        try:
            found[file] = reading.problems(wanted, reading.document(file))
        except Exception as error:  # a file that is no YAML is refused as well, in its own words
            found[file] = [f"{type(error).__name__}: {str(error)[:200]}"]
    return {"files": found, "problems": []}


def mutants(path, file):
    """Copies with a key taken away or added, or a value of another type, one at a time."""
    wanted = reading.checker(reading.document(path))
    whole = short(reading.document(file))
    if not wanted.is_valid(whole):
        return {"problems": ["the shortened copy is refused already"]}
    accepted, refused = [], 0

    def walk(node, way):
        if isinstance(node, dict):
            yield way, "add"
            for key, value in node.items():
                yield way + [key], "type"
                if len(way) < 5:
                    yield from walk(value, way + [key])
        elif isinstance(node, list) and node:
            yield from walk(node[0], way + [0])

    for way, change in walk(whole, []):
        broken = copy.deepcopy(whole)
        node = broken
        for key in way[:-1] if change == "type" else way:
            node = node[key]
        if change == "add":
            node["an_unknown_key"] = 1
        else:
            node[way[-1]] = [[{"neither": "this"}]]
        if not wanted.is_valid(broken):
            refused += 1
        else:
            accepted.append([change] + way)
    return {"refused": refused, "accepted": accepted, "problems": []}


def short(node):
    """The document with the first two entries of each list, to be quick."""
    if isinstance(node, dict):
        return {key: short(value) for key, value in node.items()}
    return [short(value) for value in node[:2]] if isinstance(node, list) else node


def sarif(path, folder=None):
    log = reading.document(path)
    problems = reading.problems(reading.published_schema(SARIF), log)
    results = []
    seen = set()
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            rule = rules[result["ruleIndex"]]
            if rule["id"] != result["ruleId"]:
                problems.append(f"rule {result['ruleIndex']} is not {result['ruleId']}")
            if not rule["help"]["text"].strip() or not rule["help"]["markdown"].strip():
                problems.append(f"{rule['id']} has no help")
            # Section 3.27.10: what does not fail has no level.
            if result["kind"] != "fail" and result["level"] != "none":
                problems.append(f"{rule['id']} is {result['kind']} and {result['level']}")
            print_ = result["partialFingerprints"]["element/v1"]
            if print_ in seen:
                problems.append(f"two results are {print_}")
            seen.add(print_)
            place = result["locations"][0]["physicalLocation"]
            address = urllib.parse.urlsplit(place["artifactLocation"]["uri"])
            name = urllib.parse.unquote(address.path)
            region = place.get("region")
            results.append(
                {
                    "rule": result["ruleId"],
                    "level": result["level"],
                    "kind": result["kind"],
                    "file": name,
                    "line": region["startLine"] if region else None,
                    "marked": marked(folder, name, region),
                    "fixed": [fixed(folder, fix) for fix in result.get("fixes", [])],
                    "fingerprint": print_,
                }
            )
    return {"results": results, "problems": problems}


def slice_of(lines, region):
    """The text of a region: columns count code points from 1, the end is after the last."""
    first, last = region["startLine"] - 1, region.get("endLine", region["startLine"]) - 1
    end = region.get("endColumn", len(lines[last]) + 1) - 1
    if first == last:
        return lines[first][region["startColumn"] - 1 : end]
    return "\n".join(
        [lines[first][region["startColumn"] - 1 :]] + lines[first + 1 : last] + [lines[last][:end]]
    )


def marked(folder, name, region):
    if not folder or not region:
        return None
    text = (pathlib.Path(folder) / name).read_text(encoding="utf-8", errors="replace")
    return slice_of(text.split("\n"), region)


def fixed(folder, fix):
    """The file after a fix, its replacements applied from the end."""
    if not folder:
        return None
    change = fix["artifactChanges"][0]
    name = urllib.parse.unquote(change["artifactLocation"]["uri"])
    lines = (pathlib.Path(folder) / name).read_text(encoding="utf-8").split("\n")
    text = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    spans = []
    for replacement in change["replacements"]:
        region = replacement["deletedRegion"]
        spans.append(
            (
                starts[region["startLine"] - 1] + region["startColumn"] - 1,
                starts[region["endLine"] - 1] + region["endColumn"] - 1,
                replacement["insertedContent"]["text"],
            )
        )
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def junit(path):
    kind = lxml.etree.XMLSchema(lxml.etree.parse(HERE / "junit.xsd"))
    parser = lxml.etree.XMLParser(resolve_entities=False)
    tree = lxml.etree.parse(path, parser)
    kind.validate(tree)
    problems = [str(error) for error in kind.error_log]
    cases, totals = [], {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in tree.getroot():
        endings = []
        for case in suite.findall("testcase"):
            found = [child for child in case if child.tag in ("failure", "error", "skipped")]
            endings.append(found[0].tag if found else "passed")
            cases.append(
                {
                    "suite": suite.get("name"),
                    "name": case.get("name"),
                    "ending": endings[-1],
                    "message": found[0].get("message") if found else "",
                }
            )
        counts = {
            "tests": len(endings),
            "failures": endings.count("failure"),
            "errors": endings.count("error"),
            "skipped": endings.count("skipped"),
        }
        for word, count in counts.items():
            totals[word] += count
            if int(suite.get(word)) != count:
                problems.append(f"{suite.get('name')} says {suite.get(word)} {word}, not {count}")
    for word in ("tests", "failures", "errors"):
        if int(tree.getroot().get(word)) != totals[word]:
            problems.append(f"the whole says {tree.getroot().get(word)} {word}")
    return {"cases": cases, "problems": problems}


def gradescope(path):
    document = reading.document(path)
    found = reading.problems(reading.document(HERE / "gradescope.schema.json"), document)
    return {"document": document, "problems": found}


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    ragged = [row for row in rows if len(row) != len(rows[0])]
    risky = [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")]
    return {"rows": rows, "problems": [f"not {len(rows[0])} cells: {row}" for row in ragged] + risky}


def svg(path):
    tree = lxml.etree.parse(path, lxml.etree.XMLParser(resolve_entities=False)).getroot()
    space = "{http://www.w3.org/2000/svg}"
    problems, areas, words = [], {}, []
    wide, high = map(float, tree.get("viewBox").split()[2:])
    for node in tree.iter():
        if node.tag not in [space + name for name in
                            ("svg", "title", "desc", "rect", "text", "line", "polygon")]:
            problems.append(f"an element {node.tag}")
        problems += [f"an attribute {name}" for name in node.attrib
                     if name.startswith("on") or "href" in name or name == "style"]
        if node.tag == space + "text":
            words.append(node.text or "")
        if node.tag != space + "polygon":
            continue
        points = [tuple(map(float, pair.split(","))) for pair in node.get("points").split()]
        if any(not (0 <= x <= wide and 0 <= y <= high) for x, y in points):
            problems.append("a point outside the drawing")
        twice = sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1]))
        areas[node.find(space + "title").text] = abs(twice) / 2
    return {"areas": areas, "words": words, "problems": problems}


def drawing(path):
    """An SVG file that stands alone: no script, nothing from elsewhere."""
    tree = lxml.etree.parse(path, lxml.etree.XMLParser(resolve_entities=False)).getroot()
    space = "{http://www.w3.org/2000/svg}"
    names = ("svg", "title", "desc", "style", "rect", "text", "line", "path", "circle", "g")
    problems = [] if tree.tag == space + "svg" else ["not a drawing"]
    for node in tree.iter():
        if node.tag not in [space + name for name in names]:
            problems.append(f"an element {node.tag}")
        problems += [f"an attribute {name}" for name in node.attrib
                     if name.startswith("on") or "href" in name or name == "style"]
        if node.tag == space + "style" and ("url(" in node.text or "@import" in node.text):
            problems.append("something from elsewhere")
    wide, high = map(float, tree.get("viewBox").split()[2:])
    for node in tree.iter(space + "circle"):
        if not (0 <= float(node.get("cx")) <= wide and 0 <= float(node.get("cy")) <= high):
            problems.append("a point outside the drawing")
    return {"words": [node.text or "" for node in tree.iter(space + "text")], "problems": problems}


if __name__ == "__main__":
    verbs = {
        "schema": schema,
        "mutants": mutants,
        "sarif": sarif,
        "junit": junit,
        "gradescope": gradescope,
        "csv": table,
        "svg": svg,
        "drawing": drawing,
    }
    found = verbs[sys.argv[1]](*sys.argv[2:])
    json.dump(found, sys.stdout)
    sys.exit(1 if found["problems"] else 0)
