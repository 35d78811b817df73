"""Issue files as the rows that they ask for: one piece for each article and language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seed.mistakes import Mistake
from seed.render import hash_body, make_slug

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from seed.content import Content, Part
    from seed.issue_file import Article, IssueFile, Publication, Translation
    from seed.mistakes import Place
    from seed.readers.source import Path
    from seed.state import Id, Row, State


@dataclass(slots=True)
class Piece:
    """What one article in one language shall be. `body` None: as it stands in the database."""

    row: Row
    aliases: list[str]
    body: str | None
    part: Part | None = None
    path: Path = ()


@dataclass(slots=True)
class Wanted:
    """All pieces, and the mistakes met in making them."""

    pieces: dict[Id, Piece] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def instant(value: dt.datetime | None) -> str | None:
    """Write an instant as the tables keep it: UTC, whole seconds."""
    return value.replace(tzinfo=None).isoformat(timespec="seconds") + "Z" if value else None


def want(content: Content, publication: Publication, state: State) -> Wanted:
    """Make the pieces of every part. The parts know the facts of their issues by now."""
    wanted = Wanted()
    sections = {alias: entry.slug for entry in publication.sections for alias in entry.aliases}
    sections |= {entry.slug: entry.slug for entry in publication.sections}
    trends = {key: row["trend"] for (key, _), row in state.articles.items()}
    ranks: dict[str | None, int] = {
        entry.slug: rank for rank, entry in enumerate(publication.sections, start=1)
    }
    for part in content.parts:
        for index, article in enumerate(part.issue.articles):
            section = sections.get(article.section or "")
            rank = ranks.get(section, len(ranks) + 1)
            position = _position(article, index + 1 if part.source.form == "file" else rank)
            for id_, piece in _pieces(part, index, article, section, position):
                _keep_trend(piece, trends)
                _keep(wanted, id_, piece)
    return wanted


def _position(article: Article, derived: int) -> int:
    return article.position if article.position is not None else derived


def _pieces(
    part: Part, index: int, article: Article, section: str | None, position: int
) -> Iterator[tuple[Id, Piece]]:
    for language, translation in article.translations.items():
        row = _row(part, article, translation)
        row |= {"key": article.key, "language": language}
        row |= {"section_slug": section, "position": position}
        row["sort_key"] = sort_key(row, part.issue)
        authors = article.authors if translation.authors is None else translation.authors
        row["tags"] = list(dict.fromkeys(article.tags))
        row["authors"] = list(dict.fromkeys(authors))
        yield (
            (article.key, language),
            Piece(
                row=row,
                aliases=translation.aliases,
                body=translation.body,
                part=part,
                path=("articles", index, "translations", language),
            ),
        )


def _row(part: Part, article: Article, translation: Translation) -> Row:
    issue = part.issue
    published = translation.published_at or article.published_at or issue.published_at
    image = translation.image or article.image
    return {
        "slug": translation.slug or make_slug(translation.title) or article.key,
        "issue_slug": issue.slug,
        "trend": article.trend.upper() if article.trend else None,
        "title": translation.title,
        "lead": translation.lead,
        "image": image.model_dump() if image else None,
        "source_url": translation.source_url,
        "published_at": instant(published),
        "updated_at": instant(translation.updated_at),
        "withdrawn_at": instant(article.withdrawn_at),
        "body_hash": hash_body(translation.body),
    }


def sort_key(row: Row, issue: IssueFile) -> str:
    """Make the column that orders all pieces, from the instant of publication and the position."""
    day = row["published_at"] or (f"{issue.ends_on}T23:59:59Z" if issue.slug else "")
    return f"{day}#{max(9999 - row['position'], 0):04d}"


def _keep_trend(piece: Piece, trends: dict[str, str | None]) -> None:
    """Leave the trend as it stands where a saved page prints none."""
    page = piece.part is not None and piece.part.source.form == "page"
    if page and piece.row["trend"] is None:
        piece.row["trend"] = trends.get(piece.row["key"])


def _keep(wanted: Wanted, id_: Id, piece: Piece) -> None:
    other = wanted.pieces.setdefault(id_, piece)
    if other is piece or other.part is None or piece.part is None:
        return
    place, theirs = _place_of_key(piece.part, piece.path), _place_of_key(other.part, other.path)
    if place == theirs:
        message, remedy = "the file is named twice, once with its folder", "name one of them only"
    else:
        message = f"the key {id_[0]!r} stands in {theirs.file} too"
        remedy = "give one of them another key"
    wanted.mistakes.append(Mistake(place, "KEY_TAKEN", message, remedy))


def _place_of_key(part: Part, path: Path) -> Place:
    """Find where a key is said: in a whole-issue file, or by the name of the translation's own."""
    source = part.source
    return source.places.get((*path[:2], "key")) or source.place(path)
