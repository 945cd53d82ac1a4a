"""Everything that can be set from outside, read once from the environment into one frozen value.

`TABLE` is the only list of settings: reading, checking and `docs/settings.md` all follow it. A value that cannot be
used stops the start with one line that names its variable; an empty variable counts as not set.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import pwd
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from factcheck.learned.loading import CARD, SHIPPED
from factcheck.lexicon.errors import LexiconError
from factcheck.lexicon.frames import read_folder

PREFIX = "CROSSCHECK_"
ACCESS = ("auto", "keys", "open")
LOG_LEVELS = ("debug", "info", "warning", "error")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(Exception):
    """A setting that cannot be used: `variable` is its name, `problem` says what is wrong with the value."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the field of `Settings` it fills, and what docs/settings.md says about it.

    `parse` turns the text into the value and raises ValueError with words for the user. `fallback` makes the value
    from the environment and the fields before it where the variable is not set; `default` is the same in words.
    """

    field: str
    type: str
    default: str
    meaning: str
    parse: Callable[[str], Any]
    fallback: Callable[[Mapping[str, str], Mapping[str, Any]], Any]

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.field.upper()


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Which proxies are believed: so many of them, or those in these networks; false where none is."""

    count: int = 0
    networks: tuple[Network, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.count or self.networks)

    def holds(self, address: str) -> bool:
        """Whether an address lies in one of the networks."""
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(known in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    amount: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running service. `redis_url` is None where the service starts its own Valkey."""

    bind: str
    data_dir: Path
    database_url: str
    redis_url: str | None
    workers: int
    threads: int
    request_timeout_seconds: int
    stop_timeout_seconds: int
    max_body_bytes: int
    max_import_bytes: int
    max_text_characters: int
    max_json_depth: int
    cache_ttl_seconds: int
    cache_entry_bytes: int
    cache_memory_megabytes: int
    cache_worker_megabytes: int
    job_workers: int
    job_threads: int
    job_lease_seconds: int
    fetch_ports: frozenset[int]
    fetch_networks: tuple[Network, ...]
    fetch_contact: str | None
    fetch_pause_seconds: int
    log_level: str
    lexicon_dir: Path | None
    encoder: Path | None
    judge: Path | None
    access: str
    trusted_proxies: TrustedProxies
    rate_limit: Rate | None
    rate_limit_writes: Rate | None
    cors_origins: tuple[str, ...]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read every setting. Raises SettingError, naming the variable, at the first value that cannot be used."""
        values: dict[str, Any] = {}
        for setting in TABLE:
            written = environ.get(setting.variable, "").strip()
            try:
                values[setting.field] = setting.parse(written) if written else setting.fallback(environ, values)
            except ValueError as problem:
                raise SettingError(setting.variable, str(problem)) from None
        return cls(**values)

    @property
    def host(self) -> str:
        """The address to listen on, an IPv6 one without its brackets."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.bind.rpartition(":")[2])


def unknown_settings(environ: Mapping[str, str]) -> tuple[str, ...]:
    """One line for each variable that looks like a setting and is none, with the nearest name.

    They are warnings, not errors: Kubernetes, for one, injects CROSSCHECK_SERVICE_HOST into the neighbours of a service
    called "crosscheck", and a container must not refuse to start for that.
    """
    known = [setting.variable for setting in TABLE]
    lines = []
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, n=1, cutoff=0.75)
            meant = f" (did you mean {near[0]}?)" if near else ""
            lines.append(f"{variable}: there is no such setting{meant}; it has no effect")
    return tuple(lines)


def markdown_table() -> str:
    """The table of docs/settings.md."""
    rows = ["| Variable | Type | Default | Meaning |", "| --- | --- | --- | --- |"]
    rows += [f"| `{row.variable}` | {row.type} | {row.default} | {row.meaning} |" for row in TABLE]
    return "\n".join(rows)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(written: str) -> int:
        try:
            number = int(written)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}, not {written[:40]!r}")
        return number

    return parse


def _bind(written: str) -> str:
    host, colon, port = written.rpartition(":")
    wrong = f"must be an address and a port such as 127.0.0.1:8000 or [::1]:8000, not {written[:80]!r}"
    if not colon or not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(wrong)
    if (":" in host) != (host.startswith("[") and host.endswith("]")) or any(c.isspace() or c == "/" for c in host):
        raise ValueError(wrong)
    return written


def _folder(written: str) -> Path:
    if "\0" in written:
        raise ValueError("must be the path of a folder")
    return Path(written).expanduser().absolute()


def _lexicon(written: str) -> Path:
    folder = _folder(written)
    try:
        read_folder(folder)
    except LexiconError as problem:
        raise ValueError(f"must name a folder of names and frames that can be used, but {problem}") from None
    return folder


def _model(kind: str, called: str) -> Callable[[str], Path | None]:
    def parse(written: str) -> Path | None:
        if written.lower() == "off":
            return None
        if written.lower() == "shipped":
            shipped = _shipped(kind)
            if shipped is None:
                raise ValueError(
                    f"this version comes without {called}; it must be off, or the folder of a model of your own"
                )
            return shipped
        folder = _folder(written)
        if not folder.is_dir():
            raise ValueError(f"must be off, shipped or the folder of a model, and {written[:80]!r} is no folder")
        return folder

    return parse


def _shipped(kind: str) -> Path | None:
    """The folder of the model of this kind that comes with the service, if one does."""
    folder = SHIPPED / kind
    return folder if (folder / CARD).is_file() else None


def _home_folder(environ: Mapping[str, str], _values: Mapping[str, Any]) -> Path:
    shared = environ.get("XDG_DATA_HOME", "")
    if shared.startswith("/"):
        return Path(shared) / "crosscheck"
    home = environ.get("HOME", "")
    if not home.startswith("/"):
        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            home = ""
    if not home.startswith("/"):
        raise ValueError("must be set, since there is no home folder to keep the data in")
    return Path(home) / ".local" / "share" / "crosscheck"


def parse_database_url(written: str) -> str:
    """The address of a database as SQLAlchemy takes it. Raises ValueError with words for the user."""
    scheme, separator, rest = written.partition("://")
    if not separator:
        # The value itself is not repeated here or below: it may hold a password.
        raise ValueError("must be a URL such as sqlite:////srv/crosscheck.db or postgresql://user@host/name")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        try:
            parts = urlsplit(f"postgresql://{rest}")
            usable = bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("must name a database: postgresql://user:password@host:5432/name")
        return f"postgresql+psycopg://{rest}"
    if scheme in ("sqlite", "sqlite+pysqlite"):
        if not rest.startswith("/") or rest.strip("/") == "" or ":memory:" in rest:
            raise ValueError("must name a file: sqlite:////absolute/path.db or sqlite:///relative/path.db")
        return f"sqlite://{rest}"
    raise ValueError(f"must start with sqlite:// or postgresql://, not {scheme[:40]}://")


def _redis_url(written: str) -> str:
    try:
        parts = urlsplit(written)
        usable = bool(parts.path) if parts.scheme == "unix" else bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if parts.scheme not in ("redis", "rediss", "unix") or not usable:
        raise ValueError(
            "must be a URL such as redis://localhost:6379/0, rediss://host:6379/0 or unix:///run/redis.sock"
        )
    return written


def _ports(written: str) -> frozenset[int]:
    parse = _whole(1, 65535)
    return frozenset(parse(port.strip()) for port in written.split(","))


def _networks(written: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(network.strip()) for network in written.split(","))
    except ValueError as error:
        raise ValueError(f"must be networks such as 10.20.0.0/16, with commas between them: {error}") from None


def _contact(written: str) -> str:
    if not re.fullmatch(r"[\x21-\x27\x2a-\x7e]{1,200}", written):
        raise ValueError("must be a URL or a mail address in ASCII, without spaces and parentheses")
    return written


def _log_level(written: str) -> str:
    if written.lower() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}, not {written[:40]!r}")
    return written.lower()


def _access(written: str) -> str:
    if written.lower() not in ACCESS:
        raise ValueError(f"must be one of {', '.join(ACCESS)}, not {written[:40]!r}")
    return written.lower()


def _proxies(written: str) -> TrustedProxies:
    if written.isascii() and written.isdigit() and len(written) < 3:
        return TrustedProxies(count=int(written))
    try:
        return TrustedProxies(networks=tuple(ipaddress.ip_network(part.strip()) for part in written.split(",")))
    except ValueError:
        raise ValueError(
            f"must be the number of proxies, or their networks such as 10.0.0.0/8, 2001:db8::/32, not {written[:80]!r}"
        ) from None


def _rate(written: str) -> Rate | None:
    if written.lower() == "off":
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,8}) ?/ ?(second|minute|hour)", written.lower())
    if found is None:
        raise ValueError(f"must be a number of requests in a time such as 600/minute, or off, not {written[:40]!r}")
    return Rate(int(found[1]), {"second": 1, "minute": 60, "hour": 3600}[found[2]])


def _origins(written: str) -> tuple[str, ...]:
    origins = tuple(origin.strip().lower() for origin in written.split(","))
    for origin in origins:
        if origin != "*" and not re.fullmatch(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", origin):
            raise ValueError(
                f"must be origins such as https://desk.example, https://desk.example:8443, or *, not {origin[:80]!r}"
            )
    return origins


def _cores(_environ: Mapping[str, str], _values: Mapping[str, Any]) -> int:
    # The cores this process may use, not those of the machine: a container is often given fewer.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _always(value: object) -> Callable[[Mapping[str, str], Mapping[str, Any]], Any]:
    return lambda _environ, _values: value


TABLE: tuple[Setting, ...] = (
    Setting(
        "bind",
        "address:port",
        "`127.0.0.1:8000`",
        "Where the service listens. `0.0.0.0:8000` makes it reachable from elsewhere; IPv6 is written `[::1]:8000`.",
        _bind,
        _always("127.0.0.1:8000"),
    ),
    Setting(
        "data_dir",
        "folder",
        "`~/.local/share/crosscheck` (`make run`: `var/` of the checkout)",
        "The folder that holds everything the service keeps. It is made where it is missing.",
        _folder,
        _home_folder,
    ),
    Setting(
        "database_url",
        "URL",
        "`crosscheck.db`, an SQLite file in the data folder",
        "The database: `sqlite:////absolute/path.db` or `postgresql://user:password@host:5432/name`.",
        parse_database_url,
        lambda _environ, values: f"sqlite:///{values['data_dir']}/crosscheck.db",
    ),
    Setting(
        "redis_url",
        "URL",
        "none: the service starts a Valkey server of its own",
        "Redis or Valkey for the response cache and the queue of jobs: `redis://host:6379/0`, `rediss://...` or "
        "`unix:///path.sock`.",
        _redis_url,
        _always(None),
    ),
    Setting(
        "workers",
        "number, 1 to 256",
        "the number of cores",
        "Worker processes. Each holds about 400 MB at most.",
        _whole(1, 256),
        _cores,
    ),
    Setting(
        "threads",
        "number, 1 to 256",
        "`8`",
        "Threads in each worker: how many requests it has in hand at a time.",
        _whole(1, 256),
        _always(8),
    ),
    Setting(
        "request_timeout_seconds",
        "number, 1 to 3600",
        "`60`",
        "A worker that does not answer its supervisor for so long is replaced.",
        _whole(1, 3600),
        _always(60),
    ),
    Setting(
        "stop_timeout_seconds",
        "number, 0 to 3600",
        "`5`",
        "How long requests, and steps of jobs, that are in hand may take to finish when the service is asked to stop.",
        _whole(0, 3600),
        _always(5),
    ),
    Setting(
        "max_body_bytes",
        "number, 1024 to 1073741824",
        "`2097152` (2 MiB)",
        "The largest request body; a larger one is answered 413.",
        _whole(1024, 2**30),
        _always(2 * 2**20),
    ),
    Setting(
        "max_import_bytes",
        "number, 1024 to 107374182400",
        "`536870912` (512 MiB)",
        "The largest body of an import, which is kept on the disk while it comes; a larger one is answered 413.",
        _whole(1024, 100 * 2**30),
        _always(512 * 2**20),
    ),
    Setting(
        "max_text_characters",
        "number, 100 to 100000000",
        "`200000`",
        "The longest text or HTML that is read; a longer one is answered 422.",
        _whole(100, 100_000_000),
        _always(200_000),
    ),
    Setting(
        "max_json_depth",
        "number, 4 to 200",
        "`32`",
        "How deep JSON may be nested; deeper JSON is answered 400.",
        _whole(4, 200),
        _always(32),
    ),
    Setting(
        "cache_ttl_seconds",
        "number, 0 to 2592000",
        "`3600`",
        "How long an answer stays in the cache; 0 turns the cache off. Answers are never out of date, whatever this "
        "says: a write changes the keys.",
        _whole(0, 30 * 24 * 3600),
        _always(3600),
    ),
    Setting(
        "cache_entry_bytes",
        "number, 1024 to 67108864",
        "`1048576` (1 MiB)",
        "The largest answer that is cached; larger ones are made anew each time.",
        _whole(1024, 64 * 2**20),
        _always(2**20),
    ),
    Setting(
        "cache_memory_megabytes",
        "number, 8 to 1048576",
        "`128`",
        "Memory of the service's own Valkey server; the answers used least recently make way. A server given by "
        "`CROSSCHECK_REDIS_URL` keeps its own limit.",
        _whole(8, 2**20),
        _always(128),
    ),
    Setting(
        "cache_worker_megabytes",
        "number, 0 to 1024",
        "`8`",
        "Memory in each worker for the answers it has served last, which saves the way to Redis; 0: always ask Redis.",
        _whole(0, 1024),
        _always(8),
    ),
    Setting(
        "job_workers",
        "number, 0 to 64",
        "`1`",
        "Processes for background work that `crosscheck serve` runs beside the web server. Each takes 160 MB, and "
        "230 MB or more once it has stored an article; 0: none, where `crosscheck worker` runs elsewhere.",
        _whole(0, 64),
        _always(1),
    ),
    Setting(
        "job_threads",
        "number, 1 to 64",
        "`2`",
        "Jobs that each of these processes, and each `crosscheck worker`, has in hand at a time.",
        _whole(1, 64),
        _always(2),
    ),
    Setting(
        "job_lease_seconds",
        "number, 1 to 60",
        "`30`",
        "For how long a worker that says nothing keeps a job; then it counts as dead, and another takes the job.",
        _whole(1, 60),
        _always(30),
    ),
    Setting(
        "fetch_ports",
        "numbers, with commas between them",
        "`80,443`",
        "The ports that pages and feeds are fetched from.",
        _ports,
        _always(frozenset({80, 443})),
    ),
    Setting(
        "fetch_networks",
        "networks, with commas between them",
        "none",
        "Networks that may be fetched from although they are not on the public internet: `10.20.0.0/16,fd12::/64`. "
        "Whoever may post a URL can then reach every machine in them on these ports.",
        _networks,
        _always(()),
    ),
    Setting(
        "fetch_contact",
        "address",
        "none",
        "How the sites that are fetched from can reach you: a URL or a mail address, which is put into the User-Agent.",
        _contact,
        _always(None),
    ),
    Setting(
        "fetch_pause_seconds",
        "number, 0 to 5",
        "`1`",
        "The pause between two fetches from one site, over all workers; a site's own Crawl-delay counts where it is longer, "
        "up to 5 seconds. 0: only what sites ask for.",
        _whole(0, 5),
        _always(1),
    ),
    Setting(
        "log_level",
        "`debug`, `info`, `warning` or `error`",
        "`warning`",
        "What is logged, to standard error: `info` adds a line for each request.",
        _log_level,
        _always("warning"),
    ),
    Setting(
        "lexicon_dir",
        "folder",
        "none",
        "A folder with names and frames of your own, `aliases.toml` and `frames.toml`: [lexicon.md](lexicon.md).",
        _lexicon,
        _always(None),
    ),
    Setting(
        "encoder",
        "`off`, `shipped` or folder",
        "`shipped`",
        "The encoder by which searches of published fact-checks find the same in other words: the one that comes with this "
        "version, or the folder of a model of your own; `off` is words alone. [encoder.md](encoder.md).",
        _model("encoder", "an encoder"),
        lambda _environ, _values: _model("encoder", "an encoder")("shipped"),
    ),
    Setting(
        "judge",
        "`off`, `shipped` or folder",
        "`shipped`",
        "A learned judge that is asked beside the rules: the one that comes with this version, or the folder of a model of "
        "your own; `off` is the rules alone. [models.md](models.md).",
        _model("judge", "a judge"),
        lambda _environ, _values: _model("judge", "a judge")("shipped"),
    ),
    Setting(
        "access",
        "`auto`, `keys` or `open`",
        "`auto`",
        "Who may use the service. `auto`: with the first API key, keys are needed; until then this machine alone, and the "
        "service does not start on an address that others can reach. `keys`: keys are always needed. `open`: everybody "
        "may do everything: [access.md](access.md).",
        _access,
        _always("auto"),
    ),
    Setting(
        "trusted_proxies",
        "number, or networks",
        "none",
        "The proxies in front of the service whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: how many there "
        "are (`1`), or where (`10.0.0.0/8, 192.0.2.7`).",
        _proxies,
        _always(TrustedProxies()),
    ),
    Setting(
        "rate_limit",
        "requests in a time, or `off`",
        "`1200/minute`",
        "How often each API key, and each address that uses none, may read. Other times are `second` and `hour`. Requests "
        "of the machine itself without a key are not counted.",
        _rate,
        _always(Rate(1200, 60)),
    ),
    Setting(
        "rate_limit_writes",
        "requests in a time, or `off`",
        "`300/minute`",
        "The same for everything but GET, counted apart.",
        _rate,
        _always(Rate(300, 60)),
    ),
    Setting(
        "cors_origins",
        "origins, with commas",
        "none",
        "The sites whose pages may use the service from a browser: `https://desk.example`, or `*` for every one.",
        _origins,
        _always(()),
    ),
)
