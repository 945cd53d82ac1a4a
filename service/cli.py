"""The command `crosscheck`: what the Makefile, the Docker image and compose call.

It ends with 0, or with 2 and one line on standard error where something that was typed or set is wrong. `db check` and
`import` end with 1 where the database is behind, or something of the file was not valid.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from service.access.keys import SCOPES, KeyOperations
from service.serving.launcher import serve
from service.serving.preflight import (
    CannotStartError,
    check_encoder,
    check_judge,
    open_store,
    prepare_data_folder,
    refuse_half_a_copy,
)
from service.serving.valkey import ValkeyError
from service.settings import SettingError, Settings, parse_database_url, unknown_settings
from service.store import Store, create_store
from service.store.errors import NotFound, StoreUnavailable
from service.store.records import ApiKey


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    chosen = command_line().parse_args(arguments)
    if chosen.command == "openapi":
        return _openapi()
    if chosen.command == "models":
        return _models(chosen)
    try:
        settings = Settings.from_environment(os.environ)
        for line in unknown_settings(os.environ):
            _say(f"warning: {line}")
        if chosen.command == "serve":
            return serve(settings, examples=chosen.examples, stop_with_parent=chosen.stop_with_parent)
        if chosen.command == "worker":
            return _work(settings)
        if chosen.command == "import":
            return _import(settings, chosen.path, chosen.source)
        if chosen.command == "keys":
            return _keys(settings, chosen)
        if chosen.action == "copy":
            return _copy(settings, chosen.source)
        return _database(settings, chosen.action)
    except (SettingError, CannotStartError, ValkeyError) as problem:
        _say(str(problem))
        return 2


def command_line() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(
        prog="crosscheck",
        description="Finds where news sources disagree. Settings come from CROSSCHECK_* variables: docs/settings.md.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serving = commands.add_parser("serve", help="migrate the database and serve over HTTP until stopped")
    serving.add_argument(
        "--examples",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="load the example articles, on the first start with an empty database",
    )
    serving.add_argument(
        "--stop-with-parent",
        action="store_true",
        help="stop when the process that started this one ends, however it ends (Linux)",
    )
    commands.add_parser(
        "worker", help="do background work until stopped, beside a running service or on another machine"
    )
    database = commands.add_parser("db", help="look after the database")
    actions = database.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("upgrade", help="bring the tables to this version")
    actions.add_parser("check", help="say whether the tables are those of this version (exit code 1 if not)")
    copying = actions.add_parser("copy", help="copy everything from another database into the one that is set")
    copying.add_argument(
        "source", metavar="URL", help="the database to copy from: sqlite:////path.db or postgresql://..."
    )
    importing = commands.add_parser("import", help="store the articles or published fact-checks of a file or folder")
    importing.add_argument(
        "path",
        metavar="FILE|FOLDER|-",
        help="JSON lines of articles, fact-checks or ClaimReviews, or one JSON document such as a DataFeed; a folder of "
        "such files (.json, .jsonl, .ndjson) and of articles as .txt or .html; -: standard input",
    )
    importing.add_argument("--source", metavar="NAME", help="the outlet of articles that do not name theirs")
    _add_keys(commands.add_parser("keys", help="make, list and revoke API keys"))
    _add_models(commands.add_parser("models", help="check and export models for CROSSCHECK_JUDGE"))
    commands.add_parser("openapi", help="print openapi.yaml")
    return parser


def _add_keys(keys: argparse.ArgumentParser) -> None:
    actions = keys.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a key and print it, once")
    create.add_argument("name", metavar="NAME", help="whose it is, or what for")
    create.add_argument(
        "--scope",
        dest="scopes",
        action="append",
        required=True,
        choices=SCOPES,
        help="what it may be used for; can be given several times, and admin includes the others",
    )
    create.add_argument(
        "--expires", type=_last_day, metavar="YYYY-MM-DD", help="the last day, in UTC, that it is taken"
    )
    actions.add_parser("list", help="show every key there was, without the keys themselves")
    revoke = actions.add_parser("revoke", help="take a key back for good")
    revoke.add_argument("id", metavar="ID", help="the key's id, as the list shows it")


def _add_models(models: argparse.ArgumentParser) -> None:
    actions = models.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say whether the model of a folder can be the judge")
    check.add_argument("folder", metavar="FOLDER", type=Path)
    add = actions.add_parser("add", help="export a cross-encoder for entailment, from a model hub or a folder")
    add.add_argument("name", metavar="NAME", help="its name on the hub (who/what), or the folder of a saved model")
    add.add_argument("folder", metavar="FOLDER", type=Path, help="where to put it; must not be there yet, or be empty")
    add.add_argument(
        "--full",
        action="store_true",
        help="keep 32-bit weights: four times as large, slower, and closer to the original",
    )


def _last_day(written: str) -> datetime:
    """The end of a day."""
    try:
        return datetime.combine(date.fromisoformat(written), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is no day; write it like 2027-01-31") from None


def _opened(settings: Settings) -> Store:
    if settings.database_url.startswith("sqlite"):
        prepare_data_folder(settings.data_dir)
    return open_store(settings)


def _work(settings: Settings) -> int:
    from service.serving import logs

    logs.configure(settings.log_level)
    check_encoder(settings.encoder)
    check_judge(settings.judge)
    store = _opened(settings)
    if store.schema_state() == "behind":
        raise CannotStartError("the database has to be brought to this version first: crosscheck db upgrade")
    refuse_half_a_copy(store)

    # The whole service, which takes seconds to load and which no other command needs in its own process.
    from service.app import create_worker

    at_once = f"{settings.job_threads} job{'' if settings.job_threads == 1 else 's'} at a time"
    create_worker(settings, store=store).work(ready=lambda: _print(f"Crosscheck does background work, {at_once}."))
    return 0


def _import(settings: Settings, path: str, source: str | None) -> int:
    # What only this command needs, and takes time to load.
    from tqdm import tqdm

    from factcheck.checker import Checker
    from service.candidates import index_for
    from service.candidates.factchecks import FactCheckIndex
    from service.importing import Imported, Importer, files_in
    from service.operations.articles import ArticleOperations
    from service.operations.factchecks import FactCheckOperations
    from service.operations.nearest import load_meaning

    @functools.cache
    def articles() -> ArticleOperations:
        checker = Checker.load(settings.lexicon_dir, settings.judge, of_articles=True)
        return ArticleOperations(store, checker, index_for(store.dialect), settings.max_text_characters)

    check_encoder(settings.encoder)
    check_judge(settings.judge)
    store = _opened(settings)
    factchecks = FactCheckOperations(store, FactCheckIndex(), load_meaning(settings.encoder))
    importer = Importer(factchecks, articles, settings.max_text_characters, source)
    try:
        with ExitStack() as stack:
            read: Callable[..., Imported]
            size: int | None = None
            if path == "-":
                read = functools.partial(importer.stream, sys.stdin.buffer)
            elif Path(path).is_dir():
                read = functools.partial(importer.folder, Path(path))
                size = sum(file.stat().st_size for file in files_in(Path(path)))
            else:
                read = functools.partial(importer.stream, stack.enter_context(Path(path).open("rb")))
                size = Path(path).stat().st_size
            store.migrate()
            # Without a terminal there is no bar.
            bar = stack.enter_context(tqdm(total=size, unit="B", unit_scale=True, disable=None, file=sys.stderr))
            imported = read(report=lambda line: bar.write(line, file=sys.stderr), advance=bar.update)
    except StoreUnavailable as problem:
        raise CannotStartError(f"the database cannot be used: {' '.join(str(problem).split())}") from problem
    except OSError as problem:
        raise CannotStartError(f"cannot read {path} ({problem.strerror})") from problem
    sys.stdout.write(
        f"{imported.created} created, {imported.updated} updated, {imported.unchanged} unchanged, "
        f"{imported.invalid} not valid\n"
    )
    return 1 if imported.invalid else 0


def _keys(settings: Settings, chosen: argparse.Namespace) -> int:
    store = _opened(settings)
    keys = KeyOperations(store)
    try:
        store.migrate()
        if chosen.action == "create":
            key, text = keys.create(chosen.name, chosen.scopes, chosen.expires)
            _say(f"this is key {key.id}; it is shown this once and kept nowhere")
            sys.stdout.write(text + "\n")
        elif chosen.action == "revoke":
            _say(f"key {keys.revoke(chosen.id).id} is revoked")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in table_of(keys.list(), datetime.now(UTC))))
    except StoreUnavailable as problem:
        raise CannotStartError(f"the database cannot be used: {' '.join(str(problem).split())}") from problem
    except NotFound as problem:
        raise CannotStartError("there is no key with this id; see 'crosscheck keys list'") from problem
    except ValueError as problem:
        raise CannotStartError(str(problem)) from problem
    return 0


def table_of(keys: Sequence[ApiKey], now: datetime) -> Iterator[str]:
    """The keys as lines of a table."""
    rows = [("ID", "STATE", "CREATED", "LAST DAY", "LAST USED", "SCOPES", "NAME")]
    for key in keys:
        state = "revoked" if key.revoked_at else "usable" if key.usable(now) else "run out"
        last_day = (key.expires_at - timedelta(microseconds=1)).date().isoformat() if key.expires_at else "-"
        scopes = ",".join(scope for scope in SCOPES if scope in key.scopes)
        used = f"{key.last_used_at:%Y-%m-%dT%H:%MZ}" if key.last_used_at else "never"
        rows.append((key.id, state, key.created_at.date().isoformat(), last_day, used, scopes, key.name))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _database(settings: Settings, action: str) -> int:
    store = _opened(settings)
    if action == "upgrade":
        store.migrate()
    state = store.schema_state()
    sys.stdout.write(f"the database is {state}\n")
    return 0 if state == "current" else 1


def _copy(settings: Settings, source_url: str) -> int:
    # What only this command needs, and takes time to load.
    from tqdm import tqdm

    from service.copying import CannotCopy, copy

    try:
        source = create_store(parse_database_url(source_url))
    except ValueError as problem:
        raise CannotStartError(f"the database to copy from {problem}") from problem
    if source.dialect == "sqlite" and not Path(source.engine.url.database or "").is_file():
        raise CannotStartError(f"there is no database at {source.engine.url.database}")
    try:
        if source.schema_state() != "current":
            raise CannotStartError(
                "the database to copy from is not of this version; run `crosscheck db upgrade` on it"
            )
        target = _opened(settings)
        if target.engine.url == source.engine.url:
            raise CannotStartError("CROSSCHECK_DATABASE_URL: this is the database to copy from")
        target.migrate()
        with tqdm(total=0, unit=" rows", unit_scale=True, disable=None, file=sys.stderr) as bar:
            copied = copy(source, target, begin=bar.reset, advance=bar.update)
    except CannotCopy as problem:
        raise CannotStartError(str(problem)) from problem
    except StoreUnavailable as problem:
        reason = " ".join(str(problem).split())
        raise CannotStartError(f"the copy was broken off ({reason}); the same command goes on with it") from problem
    sys.stdout.write(f"{copied} rows copied; the database is whole\n")
    return 0


def _models(chosen: argparse.Namespace) -> int:
    # What runs a model takes time to load, which no other command spends.
    from factcheck.learned.exporting import CannotExport, export
    from factcheck.learned.judge import Judge
    from factcheck.learned.loading import ModelError

    try:
        if chosen.action == "add":
            _say(f"exporting {chosen.name}; this takes minutes")
            export(chosen.name, chosen.folder, quantized=not chosen.full)
        judge = Judge.load(chosen.folder)
    except (ModelError, CannotExport) as problem:
        _say(f"{chosen.name if isinstance(problem, CannotExport) else chosen.folder}: {problem}")
        return 2
    pairs = judge.speed()
    _print(f"{chosen.folder} can be the judge: {judge.name}, {pairs:.0f} pairs of sentences a second on one thread")
    _print(f"set CROSSCHECK_JUDGE={chosen.folder.absolute()}")
    return 0


def _openapi() -> int:
    from service.api.openapi import dump_yaml  # loads Flask and every operation, which no other command needs

    sys.stdout.write(dump_yaml())
    return 0


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _say(line: str) -> None:
    sys.stderr.write(f"crosscheck: {line}\n")


if __name__ == "__main__":
    sys.exit(main())
