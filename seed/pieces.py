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
    from seed.issue_file import Article, Publication, Translation
    from seed.readers.source import Path
    from seed.state import Id, Row, State

SHARED = ("section_slug", "trend", "position", "withdrawn_at", "issue_slug")
"""The columns that all translations of an article have alike."""


@dataclass(slots=True)
class Piece:
    """What one article in one language shall be. `body` None: as it stands in the database."""

    row: Row
    tags: list[str]
    authors: list[str]
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
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def want(content: Content, publication: Publication, state: State) -> Wanted:
    """Make the pieces of every part, and those of untouched siblings that share their facts."""
    wanted = Wanted()
    sections = {alias: entry.slug for entry in publication.sections for alias in entry.aliases}
    sections |= {entry.slug: entry.slug for entry in publication.sections}
    trends = {key: row["trend"] for (key, _), row in state.articles.items()}
    for part in content.parts:
        positions = _positions(part, publication, sections, state)
        for index, article in enumerate(part.issue.articles):
            section = sections.get(article.section or "")
            for id_, piece in _pieces(part, index, article, section, positions[index]):
                _keep_trend(piece, trends)
                _keep(wanted, id_, piece)
    _share(wanted, state)
    return wanted


def _positions(
    part: Part, publication: Publication, sections: dict[str, str], state: State
) -> list[int]:
    """Give every article its place: its own, else the sections' order behind the placed ones."""
    order = {entry.slug: rank for rank, entry in enumerate(publication.sections)}
    articles = part.issue.articles
    placed = [article.position for article in articles if article.position is not None]
    stands = {} if part.whole else _standing_positions(part, state)
    free = max([*placed, *stands.values(), 0]) + 1
    positions = [article.position for article in articles]
    by_section = sorted(
        (i for i, position in enumerate(positions) if position is None),
        key=lambda i: (order.get(sections.get(articles[i].section or "", ""), len(order)), i),
    )
    for index in by_section:
        positions[index] = stands.get(articles[index].key, free)
        free += articles[index].key not in stands
    return [position or 0 for position in positions]


def _standing_positions(part: Part, state: State) -> dict[str, int]:
    return {
        key: row["position"]
        for (key, _), row in state.articles.items()
        if row["issue_slug"] == part.issue.slug
    }


def _pieces(
    part: Part, index: int, article: Article, section: str | None, position: int
) -> Iterator[tuple[Id, Piece]]:
    for language, translation in article.translations.items():
        row = _row(part, article, translation)
        row |= {"key": article.key, "language": language}
        row |= {"section_slug": section, "position": position}
        row["sort_key"] = _sort_key(row, part)
        yield (
            (article.key, language),
            Piece(
                row=row,
                tags=list(dict.fromkeys(article.tags)),
                authors=translation.authors if translation.authors is not None else article.authors,
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


def _sort_key(row: Row, part: Part) -> str:
    issue = part.issue
    day = row["published_at"] or (f"{issue.ends_on}T23:59:59Z" if issue.slug else "")
    return f"{day}#{max(9999 - row['position'], 0):04d}"


def _keep_trend(piece: Piece, trends: dict[str, str | None]) -> None:
    """Leave the trend as it stands where a lone piece says none: a saved page may not print it."""
    if piece.row["trend"] is None and piece.part is not None and not piece.part.whole:
        piece.row["trend"] = trends.get(piece.row["key"])


def _keep(wanted: Wanted, id_: Id, piece: Piece) -> None:
    other = wanted.pieces.setdefault(id_, piece)
    if other is piece or other.part is None or piece.part is None:
        return
    place = piece.part.source.place((*piece.path[:2], "key"))
    theirs = other.part.source.place((*other.path[:2], "key"))
    message = f"the key {id_[0]!r} stands in {theirs.file} too"
    wanted.mistakes.append(Mistake(place, "KEY_TAKEN", message, "give one of them another key"))


def _share(wanted: Wanted, state: State) -> None:
    """Let the siblings that no file named follow what their article's files say of it."""
    siblings: dict[str, Piece] = {key: piece for (key, _), piece in wanted.pieces.items()}
    whole = {key for (key, _), p in wanted.pieces.items() if p.part is not None and p.part.whole}
    for id_, row in state.articles.items():
        piece = siblings.get(id_[0])
        if piece is None or id_ in wanted.pieces or id_[0] in whole:
            continue
        shared = {column: piece.row[column] for column in SHARED}
        shared["sort_key"] = row["sort_key"].partition("#")[0] + "#" + piece.row["sort_key"][-4:]
        wanted.pieces[id_] = Piece(
            row={**row, **shared},
            tags=piece.tags,
            authors=state.authors.get(id_, []),
            aliases=[
                alias["slug"]
                for alias in state.aliases.values()
                if alias["in_file"] and (alias["article_key"], alias["language"]) == id_
            ],
            body=None,
        )
