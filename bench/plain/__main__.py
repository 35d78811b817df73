"""Serve the plain application: `python -m bench.plain DATABASE --port PORT`."""

from bench.listening import main
from bench.plain.app import build

main(build, "database")
