"""A model that cannot be used is found before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.learned.loading import SHIPPED
from service.serving import preflight
from service.serving.preflight import CannotStartError, check_encoder
from tests.factcheck.learned.folders import tiny_encoder


def test_an_encoder_that_can_be_used_is_passed_and_so_is_none(tmp_path: Path) -> None:
    check_encoder(tiny_encoder(tmp_path / "model"))
    check_encoder(None)


def test_the_encoder_that_is_shipped_is_passed() -> None:
    check_encoder(SHIPPED / "encoder")


def test_a_shipped_encoder_that_was_damaged_on_the_way_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(preflight, "SHIPPED", tmp_path)
    model = tiny_encoder(tmp_path / "encoder")
    (model / "tokenizer.json").write_bytes(b"{}")
    with pytest.raises(CannotStartError, match=r"encoder: tokenizer\.json is not the file that card\.json describes"):
        check_encoder(model)


def test_an_encoder_that_cannot_be_used_is_refused_in_one_line_that_names_the_setting(tmp_path: Path) -> None:
    model = tiny_encoder(tmp_path / "model")
    (model / "model.onnx").write_bytes(b"another")
    with pytest.raises(CannotStartError) as refused:
        check_encoder(model)
    assert str(refused.value) == (
        f"CROSSCHECK_ENCODER: {model}: model.onnx is not the file that card.json describes: its SHA-256 is another"
    )
