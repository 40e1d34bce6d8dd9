"""The files of submit/ for Kubernetes and Databricks hold what their schemas know, and a slip in them is seen."""

import copy
import json
import re

import jsonschema
import pytest
import yaml

from conftest import HOME

SCHEMAS = HOME / "src" / "test" / "resources" / "submit"
BUNDLE = yaml.safe_load((HOME / "submit/databricks/databricks.yml").read_text())
VARIABLE = re.compile(r"\$\{var\.(\w+)}")


def resolved(part):
    """With the variables' defaults, as the bundle's own command puts them in."""
    if isinstance(part, dict):
        return {key: resolved(each) for key, each in part.items()}
    if isinstance(part, list):
        return [resolved(each) for each in part]
    named = VARIABLE.fullmatch(part) if isinstance(part, str) else None
    return BUNDLE["variables"][named[1]]["default"] if named else part


FILES = {
    "sparkapplication": yaml.safe_load((HOME / "submit/kubernetes/sparkapplication.yaml").read_text()),
    "databricks-job": resolved(BUNDLE["resources"]["jobs"]["correct"]),
}


def errors(name, content):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_known_and_holds_what_it_may(name):
    assert errors(name, FILES[name]) == []


@pytest.mark.parametrize(
    ("name", "place", "value", "message"),
    [
        ("sparkapplication", ["spec", "mainclass"], "atlasprox.cli.Main", "'mainclass' was unexpected"),
        ("sparkapplication", ["spec", "executor", "instance"], 4, "'instance' was unexpected"),
        ("sparkapplication", ["spec", "driver", "cores"], "two", "'two' is not of type 'integer'"),
        ("sparkapplication", ["spec", "driver", "memory"], 4, "4 is not of type 'string'"),
        ("sparkapplication", ["spec", "mode"], "clusters", "'clusters' is not one of"),
        ("sparkapplication", ["spec", "restartPolicy", "type"], "Seldom", "'Seldom' is not one of"),
        ("sparkapplication", ["spec", "sparkConf", "spark.speculation"], True, "True is not of type 'string'"),
        ("sparkapplication", ["spec", "arguments", 0], 1, "1 is not of type 'string'"),
        ("sparkapplication", ["spec", "sparkVersion"], None, "'sparkVersion' is a required property"),
        ("databricks-job", ["job_cluster"], [], "'job_cluster' was unexpected"),
        ("databricks-job", ["tasks", 0, "spark_jar"], {}, "'spark_jar' was unexpected"),
        ("databricks-job", ["tasks", 0, "task_key"], None, "'task_key' is a required property"),
        ("databricks-job", ["tasks", 0, "spark_jar_task", "main_class"], "Main", "'main_class' was unexpected"),
        ("databricks-job", ["tasks", 0, "libraries", 0, "jars"], "a.jar", "'jars' was unexpected"),
        ("databricks-job", ["job_clusters", 0, "new_cluster", "workers"], 4, "'workers' was unexpected"),
        ("databricks-job", ["job_clusters", 0, "new_cluster", "num_workers"], "4", "'4' is not of type 'integer'"),
        ("databricks-job", ["job_clusters", 0, "new_cluster", "data_security_mode"], "DEDICATED", "is not one of"),
    ],
)
def test_a_slip_is_seen(name, place, value, message):
    content = copy.deepcopy(FILES[name])
    part = content
    for key in place[:-1]:
        part = part[key]
    if value is None:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    assert any(message in error for error in errors(name, content)), errors(name, content)


def test_the_operator_and_the_program_are_called_by_their_names():
    application, job = FILES["sparkapplication"], FILES["databricks-job"]
    assert (application["apiVersion"], application["kind"]) == ("sparkoperator.k8s.io/v1beta2", "SparkApplication")
    for main in (application["spec"]["mainClass"], job["tasks"][0]["spark_jar_task"]["main_class_name"]):
        assert (HOME / "src/main/java" / main.replace(".", "/")).with_suffix(".java").is_file()
    clusters = [cluster["job_cluster_key"] for cluster in job["job_clusters"]]
    assert [task["job_cluster_key"] for task in job["tasks"]] == clusters


def test_every_variable_of_the_bundle_is_declared_and_used():
    named = set(VARIABLE.findall(json.dumps(BUNDLE["resources"])))
    assert named == set(BUNDLE["variables"])
    assert set(BUNDLE) == {"bundle", "variables", "resources", "targets"}
