# Any image with Python 3.11 or later as `python3`, venv and ensurepip in it; Debian's own will do.
ARG BASE=docker.io/library/python:3.13-slim
# Any image with Node.js 18 or later and npm.
ARG NODE=docker.io/library/node:24-slim

# The explorer and the reference, which the server hands out.
FROM ${NODE} AS explorer
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web ./
RUN npm run build

FROM ${BASE} AS build
WORKDIR /src

# By itself, before the source: this layer changes only when the lock does.
COPY requirements.lock ./
RUN python3 -m venv /opt/newsstand \
 && /opt/newsstand/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements.lock

# setuptools builds the program from inside the venv and has no work after that; pip neither.
# Bytecode is made here because the user below may not write it, and each start would compile all
# again. unchecked-hash: valid whatever happens to the files' times when layers are repacked.
COPY . .
COPY --from=explorer /src/api/assets api/assets
RUN /opt/newsstand/bin/pip install --no-compile --no-index --no-deps --no-build-isolation . \
 && /opt/newsstand/bin/pip uninstall --yes --quiet setuptools pip \
 && /opt/newsstand/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash \
      /opt/newsstand/lib \
 && install -d -o 10001 -g 10001 /data

FROM ${BASE}
COPY --from=build /opt/newsstand /opt/newsstand
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/newsstand/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# The default database, sqlite:///newsstand.db, is relative: it lands in the volume.
WORKDIR /data
VOLUME /data
# By number, so that Kubernetes can check runAsNonRoot; the user needs no entry in /etc/passwd.
USER 10001:10001
EXPOSE 8000

# As process 1, Python would ignore SIGTERM until the server has put its handler in, so during
# seeding too; SIGINT it obeys from the start, and the server shuts down gracefully on either.
STOPSIGNAL SIGINT
# -I -S: without site-packages, which the question does not need. It goes to the port that CMD
# means: with another --port, give another --health-cmd as well.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python3", "-I", "-S", "-c", "\
from http.client import HTTPConnection; \
server = HTTPConnection('127.0.0.1', 8000, timeout=4); \
server.request('GET', '/healthz'); \
raise SystemExit(server.getresponse().status != 200)"]

ENTRYPOINT ["newsstand"]
CMD ["serve", "--host", "0.0.0.0"]

ARG VERSION=dev
LABEL org.opencontainers.image.title="Newsstand" \
      org.opencontainers.image.description="The read-only content API for periodicals" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
