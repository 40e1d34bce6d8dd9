"""Makes the schemas for test_submit.py of what Databricks and the Spark operator publish.

    pip install databricks-sdk==0.162.0
    python src/test/python/make_submit_schemas.py sparkoperator.k8s.io_sparkapplications.yaml

The argument is the operator's definition of its resource (github.com/kubeflow/spark-operator, release v2.5.2,
config/crd/bases). Both are cut: where a file of submit/ has a key, all keys that may stand beside it are kept by their
names, what they hold only where the file has them; descriptions are left out. No key but these may stand there.
"""

import dataclasses
import enum
import json
import sys
import typing
from importlib.metadata import version
from pathlib import Path

import yaml
from databricks.sdk.service.jobs import JobSettings

HOME = Path(__file__).resolve().parents[3]
SCHEMAS = HOME / "src" / "test" / "resources" / "submit"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
WORDS = {"type", "required", "enum", "format", "pattern", "minimum", "maximum", "x-kubernetes-int-or-string"}


def main():
    crd = yaml.safe_load(Path(sys.argv[1]).read_text())
    application = yaml.safe_load((HOME / "submit/kubernetes/sparkapplication.yaml").read_text())
    served = next(each for each in crd["spec"]["versions"] if each["name"] == "v1beta2")
    write("sparkapplication", "kubeflow/spark-operator v2.5.2", cut(served["schema"]["openAPIV3Schema"], application))
    bundle = yaml.safe_load((HOME / "submit/databricks/databricks.yml").read_text())
    job = closed(JobSettings, bundle["resources"]["jobs"]["correct"])
    write("databricks-job", f"databricks-sdk {version('databricks-sdk')}", job)


def write(name, source, schema):
    content = {"$comment": f"Cut from {source} (Apache-2.0) by src/test/python/make_submit_schemas.py", **schema}
    (SCHEMAS / f"{name}.schema.json").write_text(json.dumps(content, indent=1) + "\n")


def cut(schema, example):
    """The part of an OpenAPI schema that an example needs; an object without an example is any object."""
    kept = {word: schema[word] for word in WORDS & schema.keys()}
    if isinstance(example, dict) and "properties" in schema:
        kept["properties"] = {key: cut(each, example.get(key)) for key, each in schema["properties"].items()}
        kept["additionalProperties"] = False
    elif "additionalProperties" in schema:
        kept["additionalProperties"] = cut(schema["additionalProperties"], None)
    elif example and "items" in schema:
        kept["items"] = cut(schema["items"], example[0])
    if example is None:
        kept.pop("required", None)
    return kept


def closed(type_, example):
    """The same of a class of the SDK, as a JSON schema."""
    if typing.get_origin(type_) is typing.Union:
        type_ = next(each for each in typing.get_args(type_) if each is not type(None))
    if type_ in PLAIN:
        return {"type": PLAIN[type_]}
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return {"enum": [each.value for each in type_]}
    if typing.get_origin(type_) is list:
        items = closed(typing.get_args(type_)[0], example[0]) if example else {}
        return {"type": "array", "items": items}
    if example is None or not dataclasses.is_dataclass(type_):
        return {"type": "object"}
    hints = typing.get_type_hints(type_)
    needed = [each.name for each in dataclasses.fields(type_) if each.default is dataclasses.MISSING]
    properties = {name: closed(hint, example.get(name)) for name, hint in sorted(hints.items())}
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


if __name__ == "__main__":
    main()
