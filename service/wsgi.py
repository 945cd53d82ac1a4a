"""What gunicorn loads, once, before it forks its workers."""

from __future__ import annotations

import os

from service.app import create_app
from service.settings import Settings

application = create_app(Settings.from_environment(os.environ))
