"""That this process is to end: set by the worker of the web server, asked by answers that would stay open."""

from __future__ import annotations

import threading
from typing import Final

CLOSING: Final = threading.Event()
