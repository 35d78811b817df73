"""The two things that issue files say: a `Publication` and its `IssueFile`s, validated.

Every reader ends here, whatever the form it reads. `issue_schema` is the JSON Schema (2020-12) of
the whole-issue form, published as `issue.schema.json`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from schema.addresses import DEFAULTS
from seed.url_templates import UrlTemplates  # noqa: TC001 - pydantic looks at it

LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
WEB_ADDRESS = r"^https?://[^\s/]+[^\s]*$"
MAIL_ADDRESS = r"^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$"
IMAGE_ADDRESS = r"^(https?://[^\s/]|/)[^\s]*$"
_zones = cache(available_timezones)  # it reads folders of the system
_OVERRIDE = re.compile("[\u202d\u202e]")
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _printable(value: str) -> str:
    """Refuse what no database, XML or JSON reader takes; the rest becomes NFC."""
    if found := _CONTROL.search(value):
        message = f"the character U+{ord(found.group()):04X} cannot stand in a text"
        raise ValueError(message)
    return unicodedata.normalize("NFC", value)


def _visible(value: str) -> str:
    """Refuse what shows nothing, or turns the text around it."""
    text = value.strip()
    if all(unicodedata.category(character)[0] in "ZC" for character in text):
        message = "it shows nothing; write at least one letter, digit or sign"
        raise ValueError(message)
    if _OVERRIDE.search(text):
        message = "a character in it turns the direction of the text around"
        raise ValueError(message)
    return text


def _written(value: object) -> object:
    """Refuse numbers where a day or an instant is meant: 20180709 would be seconds since 1970."""
    if isinstance(value, dt.date) or (isinstance(value, str) and _RFC3339.match(value)):
        return value
    message = "write a day as 2018-07-09, an instant as 2018-07-09T09:00:00+03:00"
    raise ValueError(message)


def _with_offset(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        message = "a date-time needs its offset, as in 2018-07-09T09:00:00+03:00"
        raise ValueError(message)
    try:
        return value.astimezone(dt.UTC)
    except OverflowError as error:
        message = "the date-time lies outside the years 1 to 9999"
        raise ValueError(message) from error


def _timezone(value: str) -> str:
    if value not in _zones():
        message = f"{value!r} is no zone of the IANA time zone database"
        raise ValueError(message)
    return value


Text = Annotated[str, AfterValidator(_printable)]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000),
    AfterValidator(_printable),
    AfterValidator(_visible),
]
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=200)]
LanguageCode = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE}$", max_length=35)]
WebAddress = Annotated[Line, StringConstraints(pattern=WEB_ADDRESS)]
MailAddress = Annotated[Line, StringConstraints(pattern=MAIL_ADDRESS)]
ImageAddress = Annotated[Line, StringConstraints(pattern=IMAGE_ADDRESS)]
Instant = Annotated[
    dt.datetime,
    BeforeValidator(_written),
    AfterValidator(_with_offset),
    PlainSerializer(lambda at: at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"),
]
Day = Annotated[dt.date, BeforeValidator(_written)]
Number = Annotated[int, Field(ge=0, le=2_147_483_647)]
Size = Annotated[int, Field(ge=1, le=100_000)]
Trend = Literal["improved", "unchanged", "worsened"]
Names = dict[LanguageCode, Line]


class _Strict(BaseModel):
    """Unknown keys are mistakes; numbers may stand for texts, as in `title: 1984`."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, frozen=True)


class Image(_Strict):
    """A picture: its address, what it shows in words, and whose it is. Sizes are pixels."""

    src: ImageAddress
    alt: Text = ""
    caption: Line | None = None
    credit: Line | None = None
    width: Size | None = None
    height: Size | None = None


class Translation(_Strict):
    """An article in one language. `body` is Markdown; what is left out is the article's."""

    title: Line
    lead: Line | None = None
    body: Text
    slug: Slug | None = None
    updated_at: Instant | None = None
    aliases: list[Slug] = []
    published_at: Instant | None = None
    authors: list[Line] | None = None
    image: Image | None = None
    source_url: WebAddress | None = None


class Article(_Strict):
    """One piece with its translations. `section` is null only where the source names none."""

    key: Slug
    section: Slug | None
    position: Number | None = None
    trend: Trend | None = None
    tags: list[Slug] = []
    published_at: Instant | None = None
    authors: list[Line] = []
    image: Image | None = None
    withdrawn_at: Instant | None = None
    translations: dict[LanguageCode, Translation] = Field(min_length=1)


class IssueFile(_Strict):
    """One issue with its articles, or, where `slug` is null, articles without an issue."""

    slug: Slug | None
    number: Number | None
    starts_on: Day | None
    ends_on: Day | None
    published_at: Instant | None = None
    title: Names = {}
    articles: list[Article]

    @model_validator(mode="after")
    def _days(self) -> Self:
        if self.slug is not None and (self.starts_on is None or self.ends_on is None):
            message = "an issue needs starts_on and ends_on"
            raise ValueError(message)
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            message = f"starts_on {self.starts_on} lies after ends_on {self.ends_on}"
            raise ValueError(message)
        return self


class LanguageEntry(_Strict):
    """A language of the publication; `fallback` is what a front end may offer instead."""

    code: LanguageCode
    name: Line
    direction: Literal["ltr", "rtl"] = "ltr"
    fallback: list[LanguageCode] = []


class SectionEntry(_Strict):
    """A section with its name in every language; `aliases` are earlier slugs and addresses."""

    slug: Slug
    name: Names
    aliases: list[Slug] = []


class TagEntry(_Strict):
    """A tag with its name in every language."""

    slug: Slug
    name: Names


class TrendLabels(_Strict):
    """How a language words the three trends."""

    improved: Line
    unchanged: Line
    worsened: Line


class Urls(_Strict):
    """The templates (RFC 6570, level 1) of the addresses of pages on the site."""

    front: UrlTemplates = DEFAULTS["front"]
    article: UrlTemplates = DEFAULTS["article"]
    issue: UrlTemplates = DEFAULTS["issue"]
    section: UrlTemplates = DEFAULTS["section"]
    tag: UrlTemplates = DEFAULTS["tag"]


class Publication(_Strict):
    """The periodical, as `publication.yaml` says it."""

    slug: Slug
    name: Names
    description: Names
    site_url: WebAddress
    urls: Urls = Urls()
    timezone: Annotated[str, AfterValidator(_timezone)]
    cadence: Literal["daily", "weekly", "biweekly", "monthly", "quarterly", "yearly", "irregular"]
    default_language: LanguageCode
    license: Line
    languages: list[LanguageEntry] = Field(min_length=1)
    sections: list[SectionEntry] = []
    tags: list[TagEntry] = []
    trends: dict[LanguageCode, TrendLabels] = {}
    contact: MailAddress | None = None


def issue_schema() -> dict[str, Any]:
    """Give the JSON Schema of a whole-issue file, as published in `issue.schema.json`."""
    schema = IssueFile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Newsstand issue file",
    }
