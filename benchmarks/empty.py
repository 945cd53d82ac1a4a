"""The yardstick: a Flask application with one view that does nothing."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def nothing() -> str:
    """Answer two bytes."""
    return "ok"
