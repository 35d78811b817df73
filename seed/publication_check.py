"""Whether a publication's definition is whole: every name in every language, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seed.mistakes import Mistake, suggest
from seed.url_templates import check_urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seed.issue_file import Publication
    from seed.readers.source import Path, Source


def check_publication(publication: Publication, source: Source) -> Iterator[Mistake]:
    """Find what the shape alone cannot tell."""
    codes = [entry.code for entry in publication.languages]
    yield from _twice(source, ("languages",), "code", codes)
    yield from _known(source, ("default_language",), publication.default_language, codes)
    for index, language in enumerate(publication.languages):
        for place, code in enumerate(language.fallback):
            yield from _known(source, ("languages", index, "fallback", place), code, codes)
    yield from _check_names(publication, source, codes)
    yield from _check_slugs(publication, source)
    yield from check_urls(publication, source, codes)


def _check_names(publication: Publication, source: Source, codes: list[str]) -> Iterator[Mistake]:
    yield from _every_language(source, ("name",), publication.name, codes)
    yield from _every_language(source, ("description",), publication.description, codes)
    if publication.trends:  # without any, the trends have no words, and none is missing
        yield from _every_language(source, ("trends",), publication.trends, codes)
    for index, section in enumerate(publication.sections):
        yield from _every_language(source, ("sections", index, "name"), section.name, codes)
    for index, tag in enumerate(publication.tags):
        yield from _every_language(source, ("tags", index, "name"), tag.name, codes)


def _check_slugs(publication: Publication, source: Source) -> Iterator[Mistake]:
    slugs = [section.slug for section in publication.sections]
    yield from _twice(source, ("sections",), "slug", slugs)
    yield from _twice(source, ("tags",), "slug", [tag.slug for tag in publication.tags])
    seen = {slug: slug for slug in slugs}
    for index, section in enumerate(publication.sections):
        for place, alias in enumerate(section.aliases):
            holder = seen.setdefault(alias, section.slug)
            if holder != section.slug or alias in slugs:
                path: Path = ("sections", index, "aliases", place)
                message = f"the section {holder!r} has {alias!r} too"
                yield Mistake(source.place(path), "SLUG_TAKEN", message, "remove one of them")


def _every_language(
    source: Source, path: Path, names: Mapping[str, object], codes: list[str]
) -> Iterator[Mistake]:
    for code in codes:
        if code not in names:
            message = f"{'.'.join(map(str, path))} has no {code}"
            yield Mistake(source.place(path), "MISSING", message, f"add {code}")
    for code in names:
        yield from _known(source, (*path, code), code, codes)


def _known(source: Source, path: Path, code: str, codes: list[str]) -> Iterator[Mistake]:
    if code not in codes:
        message = f"{code!r} is none of the publication's languages"
        yield Mistake(source.place(path), "UNKNOWN_NAME", message, suggest(code, codes))


def _twice(source: Source, path: Path, name: str, values: list[str]) -> Iterator[Mistake]:
    for index, value in enumerate(values):
        if value in values[:index]:
            place = source.place((*path, index, name))
            yield Mistake(place, "KEY_TAKEN", f"{value!r} stands twice", "remove one of them")
