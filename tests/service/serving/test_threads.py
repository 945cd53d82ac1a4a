"""What computes runs on the thread that asks, so that workers do not fight for the cores."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os, pathlib
import service
import numpy, onnxruntime
from factcheck.learned.encoder import Encoder
from factcheck.learned.loading import SHIPPED

vectors = Encoder.load(SHIPPED / "encoder").encode(["The ferry was cancelled."] * 3)
numpy.matmul(numpy.ones((20_000, 384), dtype=numpy.float32), vectors[0])
print(len(list(pathlib.Path("/proc/self/task").iterdir())))
"""


def test_neither_the_models_nor_numpy_start_threads_in_a_process_of_the_service() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout == "1\n"
