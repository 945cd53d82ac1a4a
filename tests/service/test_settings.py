"""The settings: defaults, every wrong value named, and the documentation equal to the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.learned.loading import SHIPPED
from service.settings import PREFIX, TABLE, SettingError, Settings, markdown_table, unknown_settings

ROOT = Path(__file__).parents[2]
HOME = {"HOME": "/home/reader"}

WRONG = [
    ("BIND", "8000"),
    ("BIND", "localhost"),
    ("BIND", "127.0.0.1:0"),
    ("BIND", "127.0.0.1:65536"),
    ("BIND", "::1:8000"),
    ("BIND", "[::1:8000"),
    ("BIND", "127.0.0.1:http"),
    ("DATA_DIR", "/srv/\0"),
    ("DATABASE_URL", "crosscheck.db"),
    ("DATABASE_URL", "mysql://root@localhost/crosscheck"),
    ("DATABASE_URL", "postgresql://localhost"),
    ("DATABASE_URL", "postgresql://localhost:port/crosscheck"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "http://localhost:6379"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://localhost:six"),
    ("WORKERS", "0"),
    ("WORKERS", "two"),
    ("WORKERS", "1.5"),
    ("THREADS", "-8"),
    ("REQUEST_TIMEOUT_SECONDS", "0"),
    ("STOP_TIMEOUT_SECONDS", "-1"),
    ("MAX_BODY_BYTES", "2MiB"),
    ("MAX_IMPORT_BYTES", "512MiB"),
    ("MAX_TEXT_CHARACTERS", "99"),
    ("MAX_JSON_DEPTH", "1000"),
    ("CACHE_TTL_SECONDS", "forever"),
    ("CACHE_ENTRY_BYTES", "0"),
    ("CACHE_MEMORY_MEGABYTES", "1"),
    ("CACHE_WORKER_MEGABYTES", "-1"),
    ("JOB_WORKERS", "-1"),
    ("JOB_THREADS", "0"),
    ("JOB_LEASE_SECONDS", "3600"),
    ("FETCH_PORTS", "80;443"),
    ("FETCH_PORTS", "0"),
    ("FETCH_NETWORKS", "10.0.0.1/8"),
    ("FETCH_NETWORKS", "intranet"),
    ("FETCH_CONTACT", "desk (at) paper"),
    ("FETCH_PAUSE_SECONDS", "6"),
    ("LOG_LEVEL", "loud"),
    ("LEXICON_DIR", "/no/such/folder"),
    ("ENCODER", "/no/such/folder"),
    ("JUDGE", "/no/such/folder"),
    ("JUDGE", "on"),
    ("ACCESS", "closed"),
    ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ("TRUSTED_PROXIES", "nginx"),
    ("RATE_LIMIT", "600"),
    ("RATE_LIMIT", "0/minute"),
    ("RATE_LIMIT_WRITES", "10/fortnight"),
    ("CORS_ORIGINS", "desk.example"),
    ("CORS_ORIGINS", "https://desk.example/"),
    ("CORS_ORIGINS", "https://desk.example, null"),
]


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = Settings.from_environment(HOME)

    assert settings.bind == "127.0.0.1:8000"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.data_dir == Path("/home/reader/.local/share/crosscheck")
    assert settings.database_url == "sqlite:////home/reader/.local/share/crosscheck/crosscheck.db"
    assert settings.redis_url is None
    assert settings.threads == 8
    assert settings.max_body_bytes == 2 * 2**20
    assert settings.max_text_characters == 200_000
    assert settings.max_json_depth == 32


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{name}={value!r}" for name, value in WRONG])
def test_a_wrong_value_is_refused_in_one_line_that_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        Settings.from_environment({**HOME, PREFIX + name: value})

    assert refused.value.variable == PREFIX + name
    assert str(refused.value).startswith(f"{PREFIX}{name}: must ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", ["encoder", "judge"])
def test_the_model_that_is_shipped_is_used_unless_it_is_turned_off(kind: str, tmp_path: Path) -> None:
    def model(written: str) -> Path | None:
        return getattr(Settings.from_environment({**HOME, PREFIX + kind.upper(): written}), kind)

    assert model("") == model("Shipped") == SHIPPED / kind
    assert model("OFF") is None
    assert model(str(tmp_path)) == tmp_path


@pytest.mark.parametrize("kind", ["encoder", "judge"])
def test_a_model_that_did_not_come_along_is_refused_in_words(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.settings.SHIPPED", tmp_path)
    off = {f"{PREFIX}ENCODER": "off", f"{PREFIX}JUDGE": "off"}
    with pytest.raises(SettingError, match=f"this version comes without an? {kind}; it must be off, or the folder"):
        Settings.from_environment({**HOME, **off, PREFIX + kind.upper(): "shipped"})


def test_every_setting_has_a_wrong_value_above() -> None:
    assert {PREFIX + name for name, _ in WRONG} == {setting.variable for setting in TABLE}


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_refused_url_is_not_repeated_since_it_may_hold_a_password(name: str) -> None:
    with pytest.raises(SettingError) as refused:
        Settings.from_environment({**HOME, PREFIX + name: "amqp://reader:hunter2@queue:1/vhost"})

    assert "hunter2" not in str(refused.value)


def test_an_empty_variable_counts_as_not_set() -> None:
    environ = {**HOME, **{setting.variable: "" for setting in TABLE}}

    assert Settings.from_environment(environ) == Settings.from_environment(HOME)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_spelling_of_a_postgresql_url_picks_the_installed_driver(scheme: str) -> None:
    settings = Settings.from_environment(
        {**HOME, "CROSSCHECK_DATABASE_URL": f"{scheme}://reader:pw@db:5432/crosscheck"}
    )

    assert settings.database_url == "postgresql+psycopg://reader:pw@db:5432/crosscheck"


def test_the_database_lies_in_the_data_folder_unless_it_is_given() -> None:
    settings = Settings.from_environment({"CROSSCHECK_DATA_DIR": "/srv/crosscheck"})

    assert settings.database_url == "sqlite:////srv/crosscheck/crosscheck.db"


def test_the_data_folder_follows_xdg_data_home() -> None:
    settings = Settings.from_environment({**HOME, "XDG_DATA_HOME": "/data"})

    assert settings.data_dir == Path("/data/crosscheck")


def test_an_empty_home_falls_back_on_the_account_of_the_user() -> None:
    assert Settings.from_environment({"HOME": ""}).data_dir == Settings.from_environment({}).data_dir


def test_an_ipv6_address_is_understood() -> None:
    settings = Settings.from_environment({**HOME, "CROSSCHECK_BIND": "[::1]:9000"})

    assert (settings.host, settings.port) == ("::1", 9000)


def test_an_unknown_variable_is_named_with_the_nearest_setting() -> None:
    lines = unknown_settings({"CROSSCHECK_WORKER": "2", "CROSSCHECK_SERVICE_HOST": "10.0.0.1", "PATH": "/bin"})

    assert lines == (
        "CROSSCHECK_SERVICE_HOST: there is no such setting; it has no effect",
        "CROSSCHECK_WORKER: there is no such setting (did you mean CROSSCHECK_WORKERS?); it has no effect",
    )


def test_the_documentation_holds_the_table_word_for_word() -> None:
    assert markdown_table() in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_every_setting_is_used_by_the_service() -> None:
    modules = [path for path in (ROOT / "service").rglob("*.py") if path.name != "settings.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules)

    assert [setting.variable for setting in TABLE if f"settings.{setting.field}" not in code] == []
