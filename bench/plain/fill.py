"""The plain application's database: made from Newsstand's, so that both hold the same content."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlmodel import create_engine

from bench.plain.tables import Plain

if TYPE_CHECKING:
    from pathlib import Path

_COPY = """
INSERT INTO section (slug, language, name)
SELECT s.slug, n.key, n.value FROM old.section s, json_each(s.name) n ORDER BY s.position;

INSERT INTO tag (slug, language, name)
SELECT t.slug, n.key, n.value FROM old.tag t, json_each(t.name) n ORDER BY t.slug;

INSERT INTO issue (slug, language, number, title, starts_on, ends_on)
SELECT slug, language, number, title, starts_on, ends_on FROM old.issue ORDER BY starts_on;

INSERT INTO article (
    key, language, slug, title, lead, body, headings, trend, trend_label, position, word_count,
    published_at, updated_at, source_url, section_id, issue_id
)
SELECT
    a.key, a.language, a.slug, a.title, a.lead, b.html, b.headings, a.trend,
    json_extract(p.trends, '$.' || a.language || '.' || lower(a.trend)), a.position, a.word_count,
    a.published_at, a.updated_at, a.source_url, s.row_id, i.row_id
FROM old.article a
JOIN old.article_body b ON b.article_key = a.key AND b.language = a.language
JOIN old.language l ON l.code = a.language
JOIN section s ON s.slug = a.section_slug AND s.language = a.language
JOIN issue i ON i.slug = a.issue_slug AND i.language = a.language
CROSS JOIN old.publication p
ORDER BY a.published_at, a.position, l.position;

INSERT INTO article_tag (article_id, tag_id, position)
SELECT a.row_id, t.row_id, o.position
FROM old.article_tag o
JOIN article a ON a.key = o.article_key AND a.language = o.language
JOIN tag t ON t.slug = o.tag_slug AND t.language = o.language;
"""


def fill(file: Path, newsstand: Path) -> Path:
    """Make the database `file` from Newsstand's SQLite file."""
    engine = create_engine(f"sqlite:///{file}")
    Plain.metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS old", (f"{newsstand}",))
        connection.executescript(f"BEGIN; {_COPY} COMMIT; ANALYZE;")
        connection.execute("DETACH old")
    return file
