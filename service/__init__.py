"""The HTTP service: the only package that knows Flask, Redis and SQL."""
