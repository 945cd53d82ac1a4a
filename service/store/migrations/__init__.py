"""The steps by which the tables came to be what they are, and the way to take them.

A step that was released is never changed; a new one is added under `versions`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


def upgrade(connection: sa.Connection) -> None:
    """Take the steps that are missing, within the transaction of this connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def state(connection: sa.Connection) -> Literal["current", "behind", "newer"]:
    """Whether all steps were taken, some are missing, or some were taken that this version does not know."""
    scripts = ScriptDirectory.from_config(_config())
    taken = MigrationContext.configure(connection).get_current_revision()
    if taken == scripts.get_current_head():
        return "current"
    known = {script.revision for script in scripts.walk_revisions()}
    return "behind" if taken is None or taken in known else "newer"


def _config() -> Config:
    config = Config()
    # A path may hold a percent sign, which Alembic would take for the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
