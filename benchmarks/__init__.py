"""Measures the running service; `python -m benchmarks` prints one table. README.md says what each row means."""
