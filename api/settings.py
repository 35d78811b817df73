"""The environment, read once at start; a value that cannot be used stops the start by name."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from schema.database import DatabaseError, parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "NEWSSTAND_"


class SettingsError(Exception):
    """A setting that cannot be used; the message has its name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Each is `NEWSSTAND_` and its name in capitals. Times are seconds, sizes bytes."""

    database: str = "sqlite:///newsstand.db"
    content: str = ""
    public_url: str = "http://127.0.0.1:8000"
    max_age: int = 60
    shared_max_age: int = 300
    cache_size: int = 128_000_000
    threads: int = 4
    timeout: int = 10
    body_limit: int = 100_000
    token_limit: int = 2_000
    depth_limit: int = 15
    cost_limit: int = 20_000

    def __post_init__(self) -> None:
        """Check what a type does not say."""
        if not self.public_url.startswith(("http://", "https://")):
            message = f"{PREFIX}PUBLIC_URL is {self.public_url!r}; it begins with https://"
            raise SettingsError(message)
        try:
            parse_url(self.database)
        except DatabaseError as error:
            message = f"{PREFIX}DATABASE: {error}"
            raise SettingsError(message) from error
        object.__setattr__(self, "public_url", self.public_url.rstrip("/"))
        for name in ("max_age", "shared_max_age", "cache_size"):
            if getattr(self, name) < 0:
                message = f"{PREFIX}{name.upper()} is {getattr(self, name)}; it is at least 0"
                raise SettingsError(message)
        for name in (
            "threads",
            "timeout",
            "body_limit",
            "token_limit",
            "depth_limit",
            "cost_limit",
        ):
            if getattr(self, name) < 1:
                message = f"{PREFIX}{name.upper()} is {getattr(self, name)}; it is at least 1"
                raise SettingsError(message)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises SettingsError with the name of the first bad one."""
    known = {f"{PREFIX}{field.name.upper()}": field for field in fields(Settings)}
    for name in environment:
        # Only what looks like a slip: clusters put names such as NEWSSTAND_SERVICE_HOST there.
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if name.startswith(PREFIX) and name not in known and near:
            message = f"{name} is no setting; did you mean {near[0]}?"
            raise SettingsError(message)
    given: dict[str, str | int] = {}
    for name, field in known.items():
        if environment.get(name):
            number = isinstance(field.default, int)
            given[field.name] = _whole(name, environment[name]) if number else environment[name]
    return Settings(**given)  # type: ignore[arg-type]


def names_public_url(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the environment says under which address readers see the API."""
    return bool(environment.get(f"{PREFIX}PUBLIC_URL"))


def as_environment(settings: Settings) -> dict[str, str]:
    """Write the settings as the environment that gives them: for worker processes."""
    return {
        f"{PREFIX}{field.name.upper()}": str(getattr(settings, field.name))
        for field in fields(settings)
    }


def _whole(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} is {value!r}; it is a whole number"
        raise SettingsError(message) from error
