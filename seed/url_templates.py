"""The templates of a publication's addresses, and whether they make one address for each page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainValidator

from schema.addresses import NAMING, PLACEHOLDERS, Templates, in_language, names_in
from seed.mistakes import Mistake, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seed.issue_file import Publication
    from seed.readers.source import Path, Source

_LITERAL = re.compile(r"/(?:[^/\s#\\{}\"<>^`|][^\s#\\{}\"<>^`|]*)?")
"""A path on the site once its placeholders are filled: neither another host, nor a fragment."""


def _templates(value: object) -> Templates:
    """Take one template, or one for each language; what they say is checked with the whole."""
    given = list(value.values()) if isinstance(value, dict) else [value]
    if not given or not all(isinstance(each, str) for each in given):
        message = "write a template such as /{language}/{slug}, or one for each language"
        raise ValueError(message)
    return value  # type: ignore[return-value]


UrlTemplates = Annotated[Templates, PlainValidator(_templates, json_schema_input_type=Templates)]


def check_urls(publication: Publication, source: Source, codes: list[str]) -> Iterator[Mistake]:
    """Find templates that cannot be used, and pages that would share an address."""
    found: dict[str, dict[str, str]] = {}
    for kind, templates in publication.urls:
        path: Path = ("urls", kind)
        mistakes = [*_check_languages(source, path, templates, codes)]
        for place, template in _each(path, templates):
            mistakes += _check_template(source, place, kind, template)
        yield from mistakes
        if not mistakes:
            found[kind] = {code: in_language(templates, code) for code in codes}
    yield from _shared(source, found)


def _each(path: Path, templates: Templates) -> Iterator[tuple[Path, str]]:
    if isinstance(templates, str):
        yield path, templates
    else:
        for code, template in templates.items():
            yield (*path, code), template


def _check_languages(
    source: Source, path: Path, templates: Templates, codes: list[str]
) -> Iterator[Mistake]:
    if isinstance(templates, str):
        return
    for code in codes:
        if code not in templates:
            message = f"{'.'.join(map(str, path))} has no {code}"
            yield Mistake(source.place(path), "MISSING", message, f"add {code}")
    for code in templates:
        if code not in codes:
            message = f"{code!r} is none of the publication's languages"
            yield Mistake(
                source.place((*path, code)), "UNKNOWN_NAME", message, suggest(code, codes)
            )


def _check_template(source: Source, path: Path, kind: str, template: str) -> Iterator[Mistake]:
    known, names = PLACEHOLDERS[kind], names_in(template)
    for name in dict.fromkeys(names):
        if name not in known:
            message = f"{{{name}}} means nothing in the address of {_WORDS[kind]}"
            yield Mistake(source.place(path), "UNKNOWN_NAME", message, suggest(name, known))
    naming = NAMING.get(kind, ("slug",))
    if naming and not set(naming) & set(names):
        wanted = " or ".join(f"{{{name}}}" for name in naming)
        message = f"{template!r} is the same address for every {kind}"
        yield Mistake(source.place(path), "BAD_VALUE", message, f"add {wanted}")
    filled = template
    for name in names:
        filled = filled.replace(f"{{{name}}}", "x")
    if not _LITERAL.fullmatch(filled):
        message = f"{template!r} is no path on the site"
        yield Mistake(source.place(path), "BAD_VALUE", message, _remedy(filled))


_WORDS = {
    "front": "a front page",
    "article": "an article",
    "issue": "an issue",
    "section": "a section",
    "tag": "a tag",
}


def _remedy(filled: str) -> str:
    if not filled.startswith("/"):
        return "begin with /: the host is site_url's"
    if filled.startswith("//"):
        return "begin with one /: the host is site_url's"
    return "write placeholders as {slug}, and no spaces, quotes, # or other braces"


def _shared(source: Source, found: dict[str, dict[str, str]]) -> Iterator[Mistake]:
    """Find languages or kinds of pages whose templates make the same addresses."""
    seen: dict[str, tuple[str, str]] = {}
    pages = [(kind, *each) for kind, templates in found.items() for each in templates.items()]
    for kind, code, template in pages:
        other, language = seen.setdefault(template.replace("{language}", code), (kind, code))
        if (other, language) == (kind, code):
            continue
        message = f"{kind} pages in {language} and {code} would have the same addresses"
        remedy = "add {language}, or give each language a template"
        if other != kind:
            message = f"urls.{other} makes the same addresses in {code}"
            remedy = f"tell the {kind} pages apart"
        yield Mistake(source.place(("urls", kind)), "KEY_TAKEN", message, remedy)
