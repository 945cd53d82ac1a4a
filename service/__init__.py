"""The HTTP service: the only package that knows Flask, Redis and SQL."""

import os

# The library below numpy starts a thread for each core as soon as it is loaded, and has them share even a small product.
# Every worker would have them: where others keep the cores busy, waiting for them made a search of fact-checks cost 75 ms of
# processor time instead of 30. It is read once, when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
