"""What the log says: to standard error, one form for Newsstand's entries and for uvicorn's."""

from __future__ import annotations

from typing import Any, Literal

Level = Literal["error", "warning", "info", "debug", "trace"]

_LOUDER = {"debug": "INFO", "trace": "INFO"}  # what only developers of uvicorn want to see


def log_config(level: Level) -> dict[str, Any]:
    """Give the configuration, as logging.config.dictConfig reads it; worker processes get it too.

    `debug` adds the documents that are not compiled, `trace` the SQL statements.
    """
    own = "DEBUG" if level == "trace" else level.upper()
    statements = "DEBUG" if level == "trace" else "INFO"
    form = {"()": "uvicorn.logging.DefaultFormatter", "fmt": "%(levelprefix)s %(message)s"}
    handler = {
        "class": "logging.StreamHandler",
        "formatter": "line",
        "stream": "ext://sys.stderr",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": form},
        "handlers": {"stderr": handler},
        "loggers": {
            "newsstand": {"handlers": ["stderr"], "level": own, "propagate": False},
            "newsstand.sql": {"level": statements},
            "uvicorn": {
                "handlers": ["stderr"],
                "level": _LOUDER.get(level, own),
                "propagate": False,
            },
        },
    }
