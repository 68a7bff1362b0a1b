"""Reads pages and pictures of Windtunnel with parsers of others and says what is wrong, as JSON.

    read_page.py page FILE [SHOWN]   an HTML page; SHOWN is a JSON list of texts that must be seen
    read_page.py picture FILE        an SVG picture that stands alone
    read_page.py contrast FILE       the contrast of the palette in the page, by theme

`problems` names everything that is not as it should be; the exit code is then 1.

Sources: WHATWG, "HTML Living Standard" (what html5lib's strict mode holds); W3C, "Web Content
Accessibility Guidelines 2.2", 2023: 1.1.1, 1.3.1, 1.4.3, 1.4.11 and its relative luminance.
"""

import json
import math
import pathlib
import re
import sys

import html5lib
import lxml.etree

ELEMENTS = set(
    "html head meta title style body a header nav main section article div h1 h2 h3 h4 p ul ol li"
    " dl dt dd span strong code bdi pre br table thead tbody tr th td details summary figure"
    " figcaption fieldset legend label input svg desc g rect line path circle polygon text".split())
ATTRIBUTES = set(
    "lang charset http-equiv content name id class href aria-label role tabindex scope open type"
    " checked style viewBox width height preserveAspectRatio x y x1 y1 x2 y2 rx cx cy r d points"
    .split())
NUMBERS = {"x", "y", "x1", "y1", "x2", "y2", "rx", "cx", "cy", "r", "width", "height"}
# Text on ground at 4.5, lines and marks on ground at 3; the pairs that the rules of style use.
TEXT = [(ink, ground) for ink in ("ink", "quiet", "good", "bad", "warn") for ground in ("paper",)]
TEXT += [("ink", g) for g in
         ("panel", "good-soft", "bad-soft", "warn-soft", "s0", "s1", "s2", "s3", "s4")]
TEXT += [("quiet", "panel"), ("bad", "bad-soft"), ("good", "panel"), ("bad", "panel"),
         ("warn", "panel")]
MARKS = [("good", "paper"), ("good", "good-soft"), ("bad", "paper"), ("bad", "bad-soft"),
         ("ink", "good-soft"), ("fill", "paper"), ("line", "paper"), ("line", "panel"),
         ("fill", "bad-soft"), ("warn", "paper"), ("ink", "s4"), ("ink", "zone")]


def local(tag):
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else "?"


def is_hidden(char):
    """Control, direction and invisible characters; what a page keeps is the line end."""
    code = ord(char)
    return (code < 32 and char not in "\n") or 0x7F <= code < 0xA0 or code in (
        0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF) or 0x202A <= code <= 0x202E or (
        0x2060 <= code <= 0x206F) or 0xE0000 <= code <= 0xE0FFF


def shape(node):
    """A tree as plain values, the same for both parsers."""
    return (local(node.tag), sorted((local(k), v) for k, v in node.items()), node.text or "",
            [(shape(child), child.tail or "") for child in node])


def difference(one, two, way=""):
    """Where two trees differ first, or nothing."""
    here = f"{way}/{one[0]}"
    for a, b in zip(one[:3], two[:3]):
        if a != b:
            return f"{here}: {str(a)[:120]!r} and {str(b)[:120]!r}"
    if len(one[3]) != len(two[3]):
        return f"{here}: {len(one[3])} and {len(two[3])} children"
    for (child, tail), (other, rest) in zip(one[3], two[3]):
        found = difference(child, other, here)
        if found or tail != rest:
            return found or f"{here}: text {tail[:80]!r} and {rest[:80]!r}"
    return None


def both(source, problems):
    """The tree of a page, if HTML's parser and XML's see the same one and neither complains."""
    parser = html5lib.HTMLParser(html5lib.treebuilders.getTreeBuilder("lxml"), strict=False,
                                 namespaceHTMLElements=False)
    # A reader of HTML moves the line end after the page into it.
    tree = parser.parse(source.rstrip()).getroot()
    problems += [f"HTML: {error} at {place}" for place, error, _ in parser.errors[:5]]
    begin = source.index("<html")
    try:
        strict = lxml.etree.fromstring(
            source[begin:].rstrip().encode(), lxml.etree.XMLParser(resolve_entities=False))
    except lxml.etree.XMLSyntaxError as error:
        problems.append(f"XML: {error}")
        return tree
    found = difference(shape(tree), shape(strict))
    if found:
        problems.append(f"a lenient and a strict reader see different pages: {found}")
    return tree


def everything(node):
    return [child for child in node.iter() if isinstance(child.tag, str)]


def text_of(node):
    return "".join(node.itertext())


def check_parts(tree, problems, elements=ELEMENTS, attributes=ATTRIBUTES):
    for node in everything(tree):
        name = local(node.tag)
        if name not in elements:
            problems.append(f"element <{name}> does not belong there")
        for key, value in node.items():
            if local(key) not in attributes:
                problems.append(f"attribute {key} of <{name}> does not belong there")
            if local(key) in NUMBERS and not math.isfinite(float(value)):
                problems.append(f"{key}={value} of <{name}> is no number")
            if local(key) in {"width", "height", "r"} and float(value) < 0:
                problems.append(f"{key}={value} of <{name}> is negative")
            if any(map(is_hidden, value)):
                problems.append(f"a hidden character in {key} of <{name}>")
        for part in (node.text or "", node.tail or ""):
            if any(map(is_hidden, part)):
                problems.append(f"a hidden character in or after <{name}>: {part[:60]!r}")
        if name in {"path", "polygon"}:
            data = node.get("d") or node.get("points") or ""
            if re.search(r"nan|inf|e[+-]?\d", data, re.I):
                problems.append(f"a path holds no coordinates: {data[:80]}")


def check_outside(tree, source, problems):
    """Nothing is fetched: no address, no source, and links stay on the page."""
    ids = [node.get("id") for node in everything(tree) if node.get("id")]
    problems += [f"the id '{name}' is there twice" for name in set(ids) if ids.count(name) > 1]
    for node in everything(tree):
        href = node.get("href")
        if href is not None and not (href.startswith("#") and href[1:] in ids):
            problems.append(f"a link leads to '{href[:80]}', which is not on the page")
        style = node.get("style")
        if style and not re.fullmatch(r"max-width:100%;height:auto;min-width:[0-9.]+px", style):
            problems.append(f"a style of its own: {style[:80]}")
    rules = "".join(text_of(node) for node in everything(tree) if local(node.tag) == "style")
    for word in ("url(", "@import", "expression(", "</", "http:", "https:", "//"):
        if word in rules:
            problems.append(f"the rules of style hold '{word}'")
    policy = [n.get("content") for n in everything(tree)
              if n.get("http-equiv") == "Content-Security-Policy"]
    if policy != ["default-src 'none'; style-src 'unsafe-inline'"]:
        problems.append(f"the policy is {policy}")


def check_structure(tree, problems):
    names = [local(node.tag) for node in everything(tree)]
    for name in ("header", "nav", "main", "h1", "title"):
        count = names.count(name) if name != "title" else len(
            [n for n in everything(tree) if local(n.tag) == "head" for c in n
             if local(c.tag) == "title"])
        if count != 1:
            problems.append(f"there are {count} <{name}>")
    level = 0
    for node in everything(tree):
        found = re.fullmatch(r"h([1-6])", local(node.tag))
        if found:
            if int(found[1]) > level + 1:
                problems.append(f"a heading {local(node.tag)} after h{level}: {text_of(node)[:60]}")
            level = int(found[1])
            if not text_of(node).strip():
                problems.append("a heading without text")
        if local(node.tag) == "svg":
            first = local(node[0].tag) if len(node) else ""
            if first != "title" or not (node[0].text or "").strip():
                problems.append("a picture without a title")
            if node.get("role") != "img" or not (node.get("aria-label") or "").strip():
                problems.append("a picture without a text for those who do not see it")
        if local(node.tag) == "table":
            if any(not cell.get("scope") for cell in node.iter("th")):
                problems.append("a head of a table without scope")
            widths = {len(row) for row in node.iter("tr")}
            if len(widths) > 1:
                problems.append(f"rows of a table with {sorted(widths)} cells")
    groups = {}
    for node in everything(tree):
        if local(node.tag) == "input":
            groups.setdefault(node.get("name"), []).append(node.get("checked") is not None)
            if local(node.getparent().tag) != "label" or not text_of(node.getparent()).strip():
                problems.append("a switch without a label")
    problems += [f"group {name} has {sum(on)} chosen of {len(on)}"
                 for name, on in groups.items() if sum(on) != 1 or len(on) < 2]
    sections = [node for node in everything(tree) if local(node.tag) == "section"]
    links = [node.get("href") for node in everything(tree) if local(node.tag) == "a"
             and any(local(up.tag) == "nav" for up in node.iterancestors())]
    if links != ["#" + node.get("id") for node in sections]:
        problems.append(f"the links of the page do not follow its sections: {links}")
    return groups


def check_bars(tree, problems):
    """Bars begin at zero: those of one picture have one edge in common, and it is an axis."""
    count = 0
    for svg in everything(tree):
        bars = [node for node in svg.iter() if local(node.tag) == "rect"
                and node.get("class") == "bar"] if local(svg.tag) == "svg" else []
        if len(bars) < 2:
            continue
        count += 1
        bottoms = {round(float(b.get("y")) + float(b.get("height")), 1) for b in bars}
        lefts = {round(float(b.get("x")), 1) for b in bars}
        axes = [n for n in svg.iter() if local(n.tag) == "line" and n.get("class") == "axis"]
        flat = {float(n.get("y1")) for n in axes if n.get("y1") == n.get("y2")}
        upright = {float(n.get("x1")) for n in axes if n.get("x1") == n.get("x2")}
        near = lambda ends, at: any(abs(end - other) < 0.2 for end in ends for other in at)
        level = max(bottoms) - min(bottoms) < 0.25 and near(bottoms, flat)
        if not level and not (len(lefts) == 1 and near(lefts, upright)):
            problems.append(f"bars do not begin at an axis: {sorted(bottoms)} {sorted(lefts)}")
    return count


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    bent = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * bent[0] + 0.7152 * bent[1] + 0.0722 * bent[2]


def ratio(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def themes(source):
    """The colours of each theme in the order of the page: light, dark, print."""
    return [dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})", block))
            for block in re.findall(r":root\{([^}]*)\}", source)]


def contrast(source, problems):
    result = []
    for index, colours in enumerate(themes(source)):
        name = ("light", "dark", "print")[index]
        worst = {}
        for kind, pairs, least in (("text", TEXT, 4.5), ("marks", MARKS, 3.0)):
            for ink, ground in pairs:
                if ground == "zone":
                    value = min(ratio(colours[ink], colours[z]) for z in
                                ("good-soft", "warn-soft", "bad-soft"))
                else:
                    value = ratio(colours[ink], colours[ground])
                worst[kind] = min(worst.get(kind, 99), value)
                if value < least:
                    problems.append(f"{name}: {ink} on {ground} has {value:.2f}, below {least}")
        result.append({"theme": name, **{k: round(v, 2) for k, v in worst.items()}})
    if [r["theme"] for r in result] != ["light", "dark", "print"]:
        problems.append(f"there are {len(result)} themes")
    return result


def page(path, shown=None):
    source = pathlib.Path(path).read_text(encoding="utf-8")
    problems = []
    if not source.startswith("<!DOCTYPE html>\n<html") or not source.endswith("</html>\n"):
        problems.append("it does not begin or end as a page")
    tree = both(source, problems)
    check_parts(tree, problems)
    check_outside(tree, source, problems)
    groups = check_structure(tree, problems)
    bars = check_bars(tree, problems)
    seen = text_of(next(n for n in everything(tree) if local(n.tag) == "body"))
    for text in json.loads(pathlib.Path(shown).read_text(encoding="utf-8")) if shown else []:
        if text not in seen:
            problems.append(f"not to be seen: {text[:100]!r}")
    classes = lambda name: [n for n in everything(tree) if name in (n.get("class") or "").split()]
    heads = [re.sub(r"\s+", " ", text_of(n)).strip() for n in everything(tree)
             if local(n.tag) == "h2"]
    return {
        "problems": problems, "bytes": len(source.encode()), "sections": heads, "text": seen,
        "title": next(text_of(n) for n in everything(tree) if local(n.tag) == "title"),
        "boxes": len(classes("node")), "arrows": len([n for n in classes("on")
                                                      if "arrow" in n.get("class").split()]),
        "pictures": len([n for n in everything(tree) if local(n.tag) == "svg"]),
        "charts_with_bars": bars,
        "bounds": len(classes("bound")), "faults": len(classes("fault")),
        "never": len(classes("missing")),
        "open": [n.get("id") for n in everything(tree)
                 if local(n.tag) == "details" and n.get("open")],
        "chosen": {name: on.index(True) for name, on in groups.items() if True in on},
        "commands": [text_of(n) for n in everything(tree) if local(n.tag) == "pre"],
        "words": [n.get("aria-label") for n in everything(tree) if local(n.tag) == "svg"],
    }


def picture(path):
    source = pathlib.Path(path).read_text(encoding="utf-8")
    problems = []
    tree = lxml.etree.fromstring(source.encode(), lxml.etree.XMLParser(resolve_entities=False))
    if tree.tag != "{http://www.w3.org/2000/svg}svg":
        problems.append(f"the root is {tree.tag}")
    allowed = {"svg", "title", "desc", "style", "g", "rect", "path", "polygon", "text"}
    check_parts(tree, problems, allowed)
    rules = "".join(text_of(n) for n in everything(tree) if local(n.tag) == "style")
    problems += [f"the rules hold '{w}'" for w in ("url(", "@import", "http") if w in rules]
    kinds = [(n.get("class") or "").split()[:1] for n in everything(tree)]
    return {"problems": problems, "text": text_of(tree), "boxes": kinds.count(["node"]),
            "arrows": kinds.count(["arrow"]), "frames": kinds.count(["frame"])}


def main(kind, *rest):
    if kind == "contrast":
        problems = []
        found = contrast(pathlib.Path(rest[0]).read_text(encoding="utf-8"), problems)
        result = {"problems": problems, "themes": found}
    else:
        result = {"page": page, "picture": picture}[kind](*rest)
    print(json.dumps(result))
    return 1 if result["problems"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
