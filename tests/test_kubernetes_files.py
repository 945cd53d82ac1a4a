"""The manifests are valid Kubernetes, hang together, and call what exists here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from service.cli import command_line
from service.settings import TABLE, Settings

BASE = Path(__file__).resolve().parents[1] / "deploy" / "kubernetes" / "base"
EXAMPLE = BASE.parent / "example"
VERSION = "1.29"


def _manifests() -> Iterator[dict[str, Any]]:
    for name in yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]:
        yield from yaml.safe_load_all((BASE / name).read_text(encoding="utf-8"))


MANIFESTS = list(_manifests())
OF = {f"{manifest['kind']}/{manifest['metadata']['name']}": manifest for manifest in MANIFESTS}
WORKLOADS = [manifest for manifest in MANIFESTS if manifest["kind"] in ("Deployment", "Job")]
NAMES = [manifest["metadata"]["name"] for manifest in WORKLOADS]


def pod(workload: dict[str, Any]) -> dict[str, Any]:
    template: dict[str, Any] = workload["spec"]["template"]
    return template


def labels(workload: dict[str, Any]) -> dict[str, str]:
    """The labels of its pods, with those that kustomize adds."""
    added = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))["labels"]
    assert all(each["includeTemplates"] for each in added)
    return {**added[0]["pairs"], **pod(workload)["metadata"]["labels"]}


def test_every_file_is_used() -> None:
    used = set(yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))["resources"])
    assert used == {path.name for path in BASE.iterdir()} - {"kustomization.yaml"}
    example = yaml.safe_load((EXAMPLE / "kustomization.yaml").read_text(encoding="utf-8"))
    assert "../base" in example["resources"]
    assert all((EXAMPLE / name).exists() for name in example["resources"])


@pytest.mark.parametrize("manifest", MANIFESTS, ids=list(OF))
def test_a_manifest_is_what_kubernetes_takes(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_a_manifest_with_a_mistake_is_found() -> None:
    wrong = {**OF["Service/crosscheck"], "spec": {"ports": [{"prot": 80}]}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


@pytest.mark.parametrize("workload", WORKLOADS, ids=NAMES)
def test_a_pod_runs_a_command_that_there_is_with_settings_that_there_are(workload: dict[str, Any]) -> None:
    [container] = pod(workload)["spec"]["containers"]
    assert command_line().parse_args(container["args"]).command in ("serve", "worker", "db")
    assert container["image"] == "crosscheck"
    given = OF["ConfigMap/crosscheck"]["data"]
    assert set(given) <= {setting.variable for setting in TABLE}
    settings = Settings.from_environment(given)
    assert settings.job_workers == 0
    assert container["envFrom"] == [{"configMapRef": {"name": "crosscheck"}}, {"secretRef": {"name": "crosscheck"}}]
    for port in container.get("ports", []):
        assert port["containerPort"] == settings.port
    assert str(settings.data_dir) in [mount["mountPath"] for mount in container["volumeMounts"]]
    assert workload["kind"] == "Job" or pod(workload)["spec"]["terminationGracePeriodSeconds"] > (
        settings.stop_timeout_seconds + 5
    )


@pytest.mark.parametrize("workload", WORKLOADS, ids=NAMES)
def test_a_pod_may_do_no_more_than_it_must(workload: dict[str, Any]) -> None:
    spec = pod(workload)["spec"]
    [container] = spec["containers"]
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    dockerfile = (BASE.parents[2] / "Dockerfile").read_text(encoding="utf-8")
    assert f"USER {spec['securityContext']['runAsUser']}:{spec['securityContext']['runAsGroup']}\n" in dockerfile
    # Kubernetes would otherwise set CROSSCHECK_SERVICE_HOST and the like.
    assert spec["enableServiceLinks"] is False
    assert container["resources"]["limits"]["memory"]
    assert container["resources"]["requests"]["cpu"]


def test_what_selects_pods_finds_them() -> None:
    pods = {name: labels(workload) for name, workload in zip(NAMES, WORKLOADS, strict=True)}
    for kind, selected in (
        ("Deployment/crosscheck-web", "crosscheck-web"),
        ("Service/crosscheck", "crosscheck-web"),
        ("PodDisruptionBudget/crosscheck-web", "crosscheck-web"),
        ("NetworkPolicy/crosscheck-web", "crosscheck-web"),
        ("Deployment/crosscheck-worker", "crosscheck-worker"),
        ("PodDisruptionBudget/crosscheck-worker", "crosscheck-worker"),
        ("NetworkPolicy/crosscheck-worker", "crosscheck-worker"),
    ):
        spec = OF[kind]["spec"]
        selector = spec.get("selector") or spec.get("podSelector")
        wanted = selector.get("matchLabels", selector)
        assert [name for name, has in pods.items() if wanted.items() <= has.items()] == [selected]


def test_health_is_asked_where_it_is_answered() -> None:
    [web] = pod(OF["Deployment/crosscheck-web"])["spec"]["containers"]
    assert web["startupProbe"]["httpGet"]["path"] == web["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert web["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    names = [port["name"] for port in web["ports"]]
    assert {web[probe]["httpGet"]["port"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")} <= set(
        names
    )
    assert OF["Service/crosscheck"]["spec"]["ports"][0]["targetPort"] in names
