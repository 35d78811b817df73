"""The environment, read once at start; a value that cannot be used stops the start by name."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from api.freshness import read_ages
from api.profile import PROFILES
from schema.database import DatabaseError, parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "NEWSSTAND_"
_IS_NUMBER = re.compile("[1-9][0-9]{0,14}")


class SettingsError(Exception):
    """A setting that cannot be used; the message has its name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for, at most: docs/limits.md tells how each is counted."""

    tokens: int = 2_000
    depth: int = 15
    aliases: int = 200
    roots: int = 100
    selections: int = 100
    cost: int = 20_000
    body: int = 100_000
    url: int = 16_000

    def __str__(self) -> str:
        """Write them as the setting has them."""
        return " ".join(f"{each.name}={getattr(self, each.name)}" for each in fields(self))


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Settings:
    """Each is `NEWSSTAND_` and its name in capitals. Times are seconds, sizes bytes."""

    database: str = "sqlite:///newsstand.db"
    content: str = ""
    public_url: str = "http://127.0.0.1:8000"
    cache_control: str = "max-age=60, s-maxage=300"
    cache_size: int = 128_000_000
    threads: int = 4
    timeout: int = 10
    limits: Limits = USUAL_LIMITS
    trusted: str = ""
    graphql_profile: int = PROFILES[0]
    hub: str = ""

    def __post_init__(self) -> None:
        """Check what a type does not say."""
        self._check_addresses()
        try:
            parse_url(self.database)
        except DatabaseError as error:
            message = f"{PREFIX}DATABASE: {error}"
            raise SettingsError(message) from error
        object.__setattr__(self, "public_url", self.public_url.rstrip("/"))
        if self.graphql_profile not in PROFILES:
            known = " or ".join(map(str, PROFILES))
            message = f"{PREFIX}GRAPHQL_PROFILE is {self.graphql_profile}; it is {known}"
            raise SettingsError(message)
        try:
            read_ages(self.cache_control)
        except ValueError as error:
            message = f"{PREFIX}CACHE_CONTROL is {self.cache_control!r}; {error}"
            raise SettingsError(message) from error
        if self.cache_size < 0:
            message = f"{PREFIX}CACHE_SIZE is {self.cache_size}; it is at least 0"
            raise SettingsError(message)
        for name in ("threads", "timeout"):
            if getattr(self, name) < 1:
                message = f"{PREFIX}{name.upper()} is {getattr(self, name)}; it is at least 1"
                raise SettingsError(message)

    def _check_addresses(self) -> None:
        for name, address in (("PUBLIC_URL", self.public_url), ("HUB", self.hub or "http://")):
            if not address.startswith(("http://", "https://")):
                message = f"{PREFIX}{name} is {address!r}; it begins with http:// or https://"
                raise SettingsError(message)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises SettingsError with the name of the first bad one."""
    known = {f"{PREFIX}{each.name.upper()}": each for each in fields(Settings)}
    for name in environment:
        # Only what looks like a slip: clusters put names such as NEWSSTAND_SERVICE_HOST there.
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if name.startswith(PREFIX) and name not in known and near:
            message = f"{name} is no setting; did you mean {near[0]}?"
            raise SettingsError(message)
    given: dict[str, Any] = {
        each.name: _read(name, environment[name], each.default)
        for name, each in known.items()
        if environment.get(name)
    }
    return Settings(**given)


def _read(name: str, value: str, default: object) -> str | int | Limits:
    if isinstance(default, str):
        return value
    return _whole(name, value) if isinstance(default, int) else _limits(name, value)


def _whole(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} is {value!r}; it is a whole number"
        raise SettingsError(message) from error


def _limits(setting: str, value: str) -> Limits:
    """Read limits such as `depth=20 cost=50000`; those that are not named keep their defaults."""
    known = [each.name for each in fields(Limits)]
    given: dict[str, int] = {}
    for part in value.split():
        name, _, number = part.partition("=")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            message = f"{setting}: {part!r} is no limit; {remedy}"
            raise SettingsError(message)
        if not _IS_NUMBER.fullmatch(number) or name in given:
            rule = "each is given once, as name=number, at least 1, with spaces between"
            message = f"{setting}: {part!r}; {rule}"
            raise SettingsError(message)
        given[name] = int(number)
    return replace(USUAL_LIMITS, **given)


def names_public_url(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the environment says under which address readers see the API."""
    return bool(environment.get(f"{PREFIX}PUBLIC_URL"))


def as_environment(settings: Settings) -> dict[str, str]:
    """Write the settings as the environment that gives them: for worker processes."""
    return {
        f"{PREFIX}{each.name.upper()}": str(getattr(settings, each.name))
        for each in fields(settings)
    }
