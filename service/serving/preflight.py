"""What can be known to be wrong before anything is started, each as one line for whoever typed the command."""

from __future__ import annotations

import errno
import os
import resource
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from factcheck.learned.loading import SHIPPED, Kind, ModelError, read_card
from service.access.clients import is_loopback
from service.access.keys import KeyOperations
from service.settings import Settings
from service.store.engine import Store, create_store
from service.store.errors import StoreUnavailable

MOST_FILES = 65_536


class CannotStartError(Exception):
    """The service cannot start; the message is one line that says why and what to do."""


def prepare_data_folder(folder: Path) -> None:
    """Make the folder where it is missing, and see that files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise CannotStartError(
            f"CROSSCHECK_DATA_DIR: cannot write to {folder} ({os.strerror(problem.errno or errno.EIO)})"
        ) from problem


def check_encoder(folder: Path | None) -> None:
    """See that the encoder can be used, its model read and tried on a text: before anything is started.

    Of the one that comes with the service, which its tests have tried, only the files are compared with their card: what
    runs a model would stay in this process, which has no use for it.
    """

    def load(folder: Path) -> None:
        from factcheck.learned.encoder import Encoder  # what runs a model takes time to load

        Encoder.load(folder)

    _check_model("encoder", folder, load)


def check_judge(folder: Path | None) -> None:
    """See that the judge can be used, its model read and tried on a pair; of the one that comes along, its files."""

    def load(folder: Path) -> None:
        from factcheck.learned.judge import Judge

        Judge.load(folder)

    _check_model("judge", folder, load)


def _check_model(kind: Kind, folder: Path | None, load: Callable[[Path], None]) -> None:
    if folder is None:
        return
    try:
        if folder.parent == SHIPPED:
            read_card(folder, kind)
        else:
            load(folder)
    except ModelError as problem:
        raise CannotStartError(f"CROSSCHECK_{kind.upper()}: {folder}: {problem}") from problem


def shared_memory() -> str | None:
    """A folder for files that are in memory, since a busy disk must not slow down what writes them; None: none here."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkstemp makes the names


def more_files() -> int:
    """Let this process, and those that it starts, have as many files open as the system allows; how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Some systems set no end, and some programs count up to it.
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):  # macOS names no end and has one
            return soft
        return wanted
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft


def listen(settings: Settings) -> socket.socket:
    """The listening socket of the service."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as problem:
        raise CannotStartError(f"CROSSCHECK_BIND: {settings.bind} is no address of this machine") from problem
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as problem:
        listener.close()
        reasons = {
            errno.EADDRINUSE: f"port {settings.port} is taken; stop what listens there or set another, "
            f"such as CROSSCHECK_BIND={settings.bind.rpartition(':')[0]}:{settings.port % 65535 + 1}",
            errno.EACCES: f"port {settings.port} is not allowed to this user; ports from 1024 on are",
            errno.EADDRNOTAVAIL: f"{settings.host} is no address of this machine",
        }
        reason = reasons.get(problem.errno or 0, os.strerror(problem.errno or errno.EIO))
        raise CannotStartError(f"CROSSCHECK_BIND: {reason}") from problem
    return listener


def open_store(settings: Settings) -> Store:
    """The store, reached and of no newer schema than this version knows; a copy into it may be half done."""
    store = create_store(settings.database_url)
    try:
        if store.schema_state() == "newer":
            raise CannotStartError(
                "the database was written by a newer version of Crosscheck; start that version, or set "
                "CROSSCHECK_DATABASE_URL or CROSSCHECK_DATA_DIR to another place"
            )
    except StoreUnavailable as problem:
        reason = " ".join(str(problem).split())
        raise CannotStartError(f"CROSSCHECK_DATABASE_URL: the database cannot be used: {reason}") from problem
    return store


def refuse_half_a_copy(store: Store) -> None:
    """Raise CannotStartError where another database is being copied into this one, or the copy was broken off."""
    if store.is_incomplete():
        raise CannotStartError(
            "a copy into this database has not come to its end; run `crosscheck db copy` again, or empty the database"
        )


def check_access(settings: Settings, listener: socket.socket, store: Store) -> None:
    """Refuse to start where others could do everything without anybody having said so; the database is migrated."""
    if settings.access != "auto" or is_loopback(str(listener.getsockname()[0])):
        return
    try:
        if KeyOperations(store).any():
            return
    except StoreUnavailable as problem:
        reason = " ".join(str(problem).split())
        raise CannotStartError(f"CROSSCHECK_DATABASE_URL: the database cannot be used: {reason}") from problem
    raise CannotStartError(
        f"CROSSCHECK_BIND: others can reach {settings.bind}, and there is no API key; make one with "
        "'crosscheck keys create NAME --scope admin', or let everybody in with CROSSCHECK_ACCESS=open"
    )
