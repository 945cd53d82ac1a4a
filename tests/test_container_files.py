"""What the Dockerfile and compose.yaml call exists here, and starts the same way outside a container."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.cli import command_line
from service.serving.valkey import server_program
from service.settings import PREFIX, TABLE, Settings
from tests.caching import connect, eventually
from tests.e2e.running import running_service

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
KNOWN_SETTINGS = {setting.variable for setting in TABLE}


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile; `stage` counts from 0."""

    stage: int
    name: str
    words: list[str]


def steps() -> list[Step]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    stage = -1
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            name, rest = line.split(maxsplit=1)
            stage += name == "FROM"
            found.append(Step(stage, name, as_words(rest)))
    return found


def as_words(rest: str) -> list[str]:
    options, bracket, listed = rest.partition("[")
    if bracket:
        return shlex.split(options) + json.loads(bracket + listed)
    return shlex.split(rest)


def last(name: str) -> list[str]:
    """The words of the last instruction of this name in the final stage."""
    final = steps()[-1].stage
    return [step.words for step in steps() if step.name == name and step.stage == final][-1]


def environment() -> dict[str, str]:
    final = steps()[-1].stage
    words = [word for step in steps() if step.name == "ENV" and step.stage == final for word in step.words]
    return dict(word.split("=", 1) for word in words)


def test_there_are_two_stages_of_a_python_that_the_project_supports() -> None:
    images = [step.words[0] for step in steps() if step.name == "FROM"]

    assert len(images) == 2
    assert len(set(images)) == 1
    version = re.fullmatch(r"python:3\.(\d+)-slim-bookworm", images[0])
    assert version is not None
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    assert 11 <= int(version[1]) < 14


def copied() -> list[str]:
    words = [step.words for step in steps() if step.name == "COPY" and not step.words[0].startswith("--from")]
    return [source for sources in words for source in sources[:-1]]


@pytest.mark.parametrize("source", copied())
def test_everything_copied_exists_and_is_let_through_to_the_builder(source: str) -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert (ROOT / source).exists()
    assert f"!{source}" in let_through


def test_what_one_stage_hands_to_the_next_is_made_there() -> None:
    handed = [step.words[1] for step in steps() if step.name == "COPY" and step.words[0] == "--from=build"]

    assert handed == ["/srv/environment"]
    assert ["python", "-m", "venv", "/srv/environment"] in [step.words for step in steps() if step.name == "RUN"]


def test_it_runs_as_somebody_who_is_not_root_and_owns_the_data() -> None:
    user, group = last("USER")[0].split(":")
    accounts = " ".join(last("RUN"))

    assert int(user) > 0
    assert int(group) > 0
    assert f"--uid {user} --gid {group} " in accounts
    assert "install -d -o crosscheck -g crosscheck /data" in accounts
    assert last("VOLUME") == [environment()["CROSSCHECK_DATA_DIR"]]


def test_it_calls_a_command_of_the_project_with_options_that_it_has() -> None:
    [program] = last("ENTRYPOINT")

    assert program in PROJECT["project"]["scripts"]
    assert command_line().parse_args(last("CMD")).command == "serve"


def test_its_settings_are_settings_and_its_port_is_the_one_it_exposes() -> None:
    given = {name: value for name, value in environment().items() if name.startswith(PREFIX)}

    assert given.keys() <= KNOWN_SETTINGS
    assert str(Settings.from_environment(given).port) == last("EXPOSE")[0]


def health_command(port: str) -> list[str]:
    words = last("HEALTHCHECK")
    command = words[words.index("CMD") + 1 :]
    assert command[0] == "python"
    exposed = f"127.0.0.1:{last('EXPOSE')[0]}/"
    assert exposed in command[-1]
    return [sys.executable, *command[1:-1], command[-1].replace(exposed, f"127.0.0.1:{port}/")]


@pytest.mark.server
def test_the_health_check_tells_a_running_service_from_none(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        command = health_command(service.url.rpartition(":")[2])
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The package as the image installs it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in copied():
        subprocess.run(["cp", "--parents", "-r", name, str(source)], cwd=ROOT, check=True)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as opened:
        yield opened


def test_the_installed_package_holds_every_file_of_the_three_packages(wheel: zipfile.ZipFile) -> None:
    packages = ("factcheck", "schemas", "service")
    files = [path for name in packages for path in (ROOT / name).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}

    assert wanted - set(wheel.namelist()) == set()


def test_a_model_in_the_installed_package_is_the_one_that_its_card_describes(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    cards = [name for name in names if re.fullmatch(r"factcheck/learned/shipped/[a-z]+/card\.json", name)]

    assert "factcheck/learned/shipped/encoder/card.json" in cards
    for card in cards:
        for file, digest in json.loads(wheel.read(card))["files"].items():
            assert hashlib.sha256(wheel.read(card.replace("card.json", file))).hexdigest() == digest, file


def test_the_installed_package_says_whose_work_it_holds(wheel: zipfile.ZipFile) -> None:
    (notice,) = (name for name in wheel.namelist() if name.endswith("/licenses/NOTICE"))

    assert wheel.read(notice) == (ROOT / "NOTICE").read_bytes()
    for folder in (ROOT / "factcheck" / "learned" / "shipped").iterdir():
        assert f"factcheck/learned/shipped/{folder.name}\n" in wheel.read(notice).decode()


OURS = ("crosscheck", "worker")


def environment_of(name: str) -> dict[str, str]:
    """The environment of one of our services in compose, as compose would fill it in."""

    def fill(written: str) -> str:
        filled = re.sub(r"\$\{(\w+):\?[^}]*\}", "secret", written)
        return re.sub(r"\$\{(\w+):-([^}]*)\}", r"\2", filled)

    return {name: fill(str(value)) for name, value in COMPOSE["services"][name]["environment"].items()}


@pytest.mark.parametrize("name", OURS)
def test_compose_sets_settings_that_the_service_accepts(name: str) -> None:
    given = environment_of(name)

    assert given.keys() <= KNOWN_SETTINGS
    settings = Settings.from_environment(given)
    assert settings.database_url == "postgresql+psycopg://crosscheck:secret@postgres:5432/crosscheck"
    assert settings.redis_url == "redis://valkey:6379/0"


def test_compose_names_the_same_database_on_both_sides() -> None:
    postgres = COMPOSE["services"]["postgres"]["environment"]

    assert (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"]) == ("crosscheck", "crosscheck")
    assert postgres["POSTGRES_PASSWORD"] in COMPOSE["services"]["crosscheck"]["environment"]["CROSSCHECK_DATABASE_URL"]


def test_compose_starts_the_service_by_a_command_that_it_has_on_the_port_of_the_image() -> None:
    service = COMPOSE["services"]["crosscheck"]

    assert command_line().parse_args(service["command"]).command == "serve"
    assert service["build"] == "."
    assert service["ports"] == [f"127.0.0.1:8000:{last('EXPOSE')[0]}"]
    assert service["volumes"] == [f"data:{last('VOLUME')[0]}"]


def test_compose_runs_jobs_in_a_container_of_their_own_that_can_be_multiplied() -> None:
    worker = COMPOSE["services"]["worker"]

    assert command_line().parse_args(worker["command"]).command == "worker"
    assert Settings.from_environment(environment_of("crosscheck")).job_workers == 0
    assert worker["image"] == COMPOSE["services"]["crosscheck"]["image"]
    assert not {"build", "ports", "container_name", "volumes"} & worker.keys()
    # Of the image it inherits a question that only the web server answers.
    assert worker["healthcheck"] == {"disable": True}
    # The service makes the tables, and is healthy when it has.
    assert worker["depends_on"]["crosscheck"] == {"condition": "service_healthy"}
    assert last("VOLUME")[0] in worker["tmpfs"]


@pytest.mark.parametrize("name", OURS)
def test_compose_gives_a_container_of_ours_no_more_than_it_needs(name: str) -> None:
    container = COMPOSE["services"][name]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    stopping = Settings.from_environment(environment_of(name)).stop_timeout_seconds
    assert int(container["stop_grace_period"].removesuffix("s")) > stopping + 5


def test_compose_has_every_volume_and_every_service_that_it_names() -> None:
    services = COMPOSE["services"].values()
    mounted = {volume.split(":")[0] for service in services for volume in service.get("volumes", [])}

    assert mounted == COMPOSE["volumes"].keys()
    for name in OURS:
        needed = COMPOSE["services"][name]["depends_on"]
        assert {"postgres", "valkey"} <= needed.keys() <= {"postgres", "valkey", "crosscheck"}
        for other, condition in needed.items():
            # That of our own image stands in the Dockerfile.
            if condition["condition"] == "service_healthy" and other != "crosscheck":
                assert "healthcheck" in COMPOSE["services"][other]


@pytest.mark.server
def test_the_valkey_of_compose_starts_with_its_options(tmp_path: Path) -> None:
    program, *options = COMPOSE["services"]["valkey"]["command"]
    assert program == "valkey-server"
    socket = tmp_path / "valkey.sock"
    process = subprocess.Popen(
        [server_program(), *options, "--port", "0", "--unixsocket", str(socket), "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        assert eventually(socket.exists)
        with connect(f"unix://{socket}") as client:
            assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "allkeys-lru"
            assert client.config_get("save")["save"] == ""
    finally:
        process.kill()
        process.wait()
