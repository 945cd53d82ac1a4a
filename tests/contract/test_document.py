"""openapi.yaml is what the code says and what the service serves, and its examples are true."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from flask import Flask
from openapi_spec_validator import validate
from werkzeug.test import Client

from factcheck.checker import Checker
from service.access.scopes import OPEN, ROUTES
from service.api import openapi
from service.problems import PROBLEMS
from tests.contract.document import checked_in, operations, validator
from tests.contract.service import service_in

SCHEMAS = checked_in()["components"]["schemas"]


def test_the_checked_in_document_is_the_one_that_the_code_makes() -> None:
    assert checked_in() == openapi.document(), "run `make openapi`"


def test_the_service_serves_the_checked_in_document_in_both_forms(tmp_path: Any, checker: Checker) -> None:
    client = Client(service_in(tmp_path, checker))

    assert yaml.safe_load(client.get("/openapi.yaml").data) == checked_in()
    assert json.loads(client.get("/openapi.json").data) == checked_in()


def test_the_document_is_valid_openapi() -> None:
    validate(checked_in())


def test_the_documented_paths_are_the_routes() -> None:
    app = Flask("routes", static_folder=None)
    openapi.install(app)

    routes = {
        (method, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        # The files that the pages consist of are no operations.
        if rule.endpoint != "docs_assets.show_asset"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == {(operation.method, operation.path) for operation in operations()}


def test_every_operation_says_which_scope_it_needs_as_the_table_has_it() -> None:
    for path, methods in checked_in()["paths"].items():
        for method, operation in methods.items():
            scope = ROUTES.scope(method.upper(), path)
            assert operation.get("x-scope") == scope
            assert operation.get("security") == ([] if scope is OPEN else None)
            assert ({"401", "403"} <= operation["responses"].keys()) == (scope is not OPEN)


def test_every_operation_has_an_id_a_summary_a_description_and_a_declared_tag() -> None:
    tags = {tag["name"] for tag in checked_in()["tags"] if tag["description"]}
    ids = [operation.id for operation in operations()]

    assert len(set(ids)) == len(ids)
    for methods in checked_in()["paths"].values():
        for operation in methods.values():
            assert operation["operationId"].isidentifier()
            assert operation["operationId"].islower()
            assert operation["summary"]
            assert not operation["summary"].endswith(".")
            assert operation["description"]
            assert set(operation["tags"]) <= tags


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_and_field_is_described_and_has_a_true_example(name: str) -> None:
    schema = SCHEMAS[name]

    assert schema["description"]
    assert all(field.get("description") for field in schema["properties"].values())
    check = validator({"$ref": f"#/components/schemas/{name}"})
    for example in schema["examples"]:
        check.validate(example)


def _contents() -> list[Any]:
    found = []
    for methods in checked_in()["paths"].values():
        for operation in methods.values():
            parts = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for status, part in parts.items():
                for media_type, content in part.get("content", {}).items():
                    found.append(pytest.param(media_type, content, id=f"{operation['operationId']}-{status}"))
    for name, response in checked_in()["components"]["responses"].items():
        for media_type, content in response["content"].items():
            found.append(pytest.param(media_type, content, id=name))
    return found


@pytest.mark.parametrize(("media_type", "content"), _contents())
def test_every_body_has_a_true_example_and_a_named_schema(media_type: str, content: dict[str, Any]) -> None:
    examples = (
        [content["example"]] if "example" in content else [each["value"] for each in content["examples"].values()]
    )

    assert examples
    if media_type in ("text/html", "text/plain"):
        return
    assert content["schema"].keys() == {"$ref"}
    for example in examples:
        validator(content["schema"]).validate(example)


def test_no_object_is_anonymous_and_nothing_is_one_of_several_things() -> None:
    def walk(part: Any, where: str) -> None:
        if isinstance(part, dict):
            assert "oneOf" not in part, where
            assert "anyOf" not in part, where
            for key, inner in part.items():
                if key not in ("example", "examples"):
                    walk(inner, f"{where}/{key}")
            if "properties" in part and part.get("type") == "object":
                assert where.count("/") == 3, f"{where} is an anonymous object"
        elif isinstance(part, list):
            for number, inner in enumerate(part):
                walk(inner, f"{where}/{number}")

    walk(checked_in()["paths"], "")
    walk(checked_in()["components"], "/components")


def test_spans_in_examples_are_right() -> None:
    article = SCHEMAS["Article"]["examples"][0]
    claim = SCHEMAS["Claim"]["examples"][0]

    assert article["text"][claim["span"]["start"] : claim["span"]["end"]] == claim["text"]


def test_every_error_has_an_example_in_the_document() -> None:
    shown = {
        code
        for response in checked_in()["components"]["responses"].values()
        for content in response["content"].values()
        for code in content["examples"]
    }

    # These belong to no operation; the introduction names them.
    homeless = {"no_such_address", "expectation_failed", "unsupported_transfer_coding"}
    assert shown == {problem.code for problem in PROBLEMS} - homeless
    assert all(f"`{code}`" in checked_in()["info"]["description"] for code in homeless)
