# Two stages: the first has pip and writes the environment, the second has nothing but the environment and the service.
# The service keeps its data in /data and writes nowhere else but to /tmp and /dev/shm, so that it can be run with
#   docker run --read-only --tmpfs /tmp -v crosscheck:/data -p 127.0.0.1:8000:8000 -e CROSSCHECK_ACCESS=open crosscheck
# In a container it cannot tell this machine from others, so it has to be told that it may be open, and the port is
# published for this machine alone. To publish it for others, leave CROSSCHECK_ACCESS out and make a key first:
#   docker run --rm -v crosscheck:/data crosscheck keys create NAME --scope admin

FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/crosscheck
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /srv/environment
COPY requirements/run.txt requirements/run.txt
RUN /srv/environment/bin/python -m pip install --require-hashes --only-binary :all: --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY factcheck factcheck
COPY schemas schemas
COPY service service
# The modules are compiled here, since the service may not write beside them later.
RUN /srv/environment/bin/python -m pip install --no-deps --no-build-isolation . \
    && /srv/environment/bin/python -m compileall -q /srv/environment

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 crosscheck \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin crosscheck \
    && install -d -o crosscheck -g crosscheck /data
COPY --from=build /srv/environment /srv/environment
COPY examples /srv/crosscheck/examples
WORKDIR /srv/crosscheck
ENV PATH=/srv/environment/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CROSSCHECK_BIND=0.0.0.0:8000 \
    CROSSCHECK_DATA_DIR=/data \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=131072
USER 10001:10001
VOLUME /data
EXPOSE 8000
# The address of liveness: a cache or a database that is away is not mended by starting this container again.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["crosscheck"]
CMD ["serve", "--examples"]
