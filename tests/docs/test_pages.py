"""The documentation describes what there is, and its links lead somewhere."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from factcheck.models import Kind, Relation
from schemas.jobs import JobKind, JobStatus
from schemas.webhooks import Event
from service import metrics
from service.cli import command_line
from service.problems import PROBLEMS
from service.settings import TABLE
from tests.docs.pages import ROOT, anchors, links, page, pages, rows, sections

METHODS = ("get", "post", "put", "patch", "delete")


def _operations() -> set[str]:
    contract = yaml.safe_load(page("openapi.yaml"))
    return {
        f"{method.upper()} {path}" for path, item in contract["paths"].items() for method in item if method in METHODS
    }


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for link in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        linked = (path.parent / target).resolve() if target else path
        assert linked.exists(), link
        if anchor:
            assert anchor in anchors(linked.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_a_place_left_to_fill(path: Path) -> None:
    assert not re.search(r"\b(TODO|TBD|FIXME|XXX)\b|```json\n```|FIGURES|<fill", path.read_text(encoding="utf-8"))


def test_the_readme_lists_every_operation_and_no_other() -> None:
    table = sections(page("README.md"), 2)["Endpoints"]
    listed = set(re.findall(r"`([A-Z]+ /\S+)`", table))
    assert listed == _operations()


def test_the_readme_lists_every_filter_of_a_list() -> None:
    contract = yaml.safe_load(page("openapi.yaml"))
    table = {cells[0].strip("`"): cells[1] for cells in rows(sections(page("README.md"), 2)["Endpoints"])}
    for path, item in contract["paths"].items():
        parameters = {p["name"] for p in item.get("get", {}).get("parameters", []) if p.get("in") == "query"}
        parameters -= {"limit", "cursor"}
        if path != "/v1/check" and parameters:
            assert set(re.findall(r"`(\w+)`", table[f"GET {path}"])) == parameters


def test_the_readme_names_every_kind_and_relation() -> None:
    readme = page("README.md")
    kinds = sections(readme, 2)["Kinds of conflict"]
    assert [cells[0].strip("`") for cells in rows(kinds)] == [str(kind) for kind in Kind]
    for relation in set(Relation) - {Relation.AGREEMENT, Relation.CONTRADICTION, Relation.UNRELATED}:
        assert f"`{relation}`" in kinds


def test_every_kind_has_a_section_and_every_relation_a_row() -> None:
    text = sections(page("docs/contradictions.md"), 2)
    assert list(sections(text["The kinds"], 3)) == [str(kind) for kind in Kind]
    assert [cells[0].strip("`") for cells in rows(text["The relations"])] == [str(relation) for relation in Relation]


def test_every_setting_is_described() -> None:
    described = {cells[0].strip("`") for cells in rows(page("docs/settings.md"))}
    assert described == {setting.variable for setting in TABLE}


def test_every_error_code_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", page("docs/errors.md")))
    assert {problem.code for problem in PROBLEMS} <= described


def test_every_metric_is_described_with_its_labels_and_no_other() -> None:
    table = rows(sections(page("docs/watching.md"), 2)["Metrics"])
    described = {
        name: tuple(re.findall(r"`(\w+)`", re.sub(r": `.*?(?=$|;)", "", labels)))
        for names, labels, _ in table
        for name in re.findall(r"`(\w+)`", names)
    }
    counted = [each for each in vars(metrics).values() if isinstance(each, MetricWrapperBase)]
    # A counter's samples have a suffix that its name has not.
    labels = {f"{each._name}{'_total' if each._type == 'counter' else ''}": tuple(each._labelnames) for each in counted}

    assert described == {**labels, **dict.fromkeys(metrics.NOW, ())}


def test_every_event_of_a_webhook_is_described() -> None:
    table = rows(sections(page("docs/webhooks.md"), 2)["Events"])
    assert [cells[0].strip("`") for cells in table] == [str(event) for event in Event]


def test_every_state_and_kind_of_a_job_is_described() -> None:
    described = [cells[0].strip("`") for cells in rows(sections(page("docs/jobs.md"), 2)["How a job stands"])]
    states, kinds = described[: len(JobStatus)], described[len(JobStatus) :]
    assert states == [str(status) for status in JobStatus]
    assert sorted(kinds) == sorted(str(kind) for kind in JobKind)


def _commands(parser: argparse.ArgumentParser, called: str) -> Iterator[str]:
    """Each command that can be run, with its action: `crosscheck db copy`."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield called
    for name, sub in (choice for action in below for choice in action.choices.items()):
        yield from _commands(sub, f"{called} {name}")


def test_every_command_is_described() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in pages() if path.name != "CHANGELOG.md")
    assert [command for command in _commands(command_line(), "crosscheck") if command not in written] == []
