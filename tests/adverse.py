"""A publication that is hard to make a book of: every script, broken markup, links to nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publications import make_issue, write_issue_folder, write_piece, write_publication

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = [
    {"code": "en", "name": "English"},
    {"code": "ar", "name": "العربية", "direction": "rtl", "fallback": ["en"]},
    {"code": "zh-Hant", "name": "繁體中文", "fallback": ["en"]},
]
NAMES = {
    "publication": {"en": 'R&D <"Weekly">', "ar": "أخبار العبّارة", "zh-Hant": "渡輪新聞週刊"},
    "pier": {"en": "The pier & <quay>", "ar": "الرصيف", "zh-Hant": "碼頭"},
    "boats": {"en": "Boats", "ar": "القوارب", "zh-Hant": "船隻"},
    "ice": {"en": "Ice & <snow>", "ar": "جليد", "zh-Hant": "冰"},
}
SLUG = "2031-03-03"
SITE = "https://ferry.example"
BODY = f"""
# Level one & "quotes" <b>no tag</b>

### Level three

### Level three

- one
  1. two
     - three

       > quoted ]]> and -- and <!-- no comment -->

| left | right |
|:-----|------:|
| `a<b` | {"x" * 300} |

```python
if a < b and c & d: print("]]>")
```

Control &#8;&#11;&#127;&#x9F;&#xFFFE;&#xFFFF;&#xD800;&#x1FFFF; \u0085\u2028 end.
Emoji 👩‍🚀🏳️‍🌈, 漢字とかな, עברית, العربية, combining é̂,
line separator, {"w" * 2000}.

<script>alert(1)</script><img src=x onerror=y><p>unclosed <i>and &nbsp; &bogus;

![](https://pictures.example/without%20words.jpg) [![In a link](/a.png)](https://ferry.example/b)
![](/) ![Of nowhere](http://[bad/x.png)

A note[^1] with a foot.

[^1]: The foot.

[up](#level-three) [no such part](#nothing) [sibling]({SITE}/en/second#level-one) [relative](second)
[ours](http://127.0.0.1:8000/v1/articles/en/second.html) [file](../x/y.pdf) [empty]()
[query](?a=b&c=d)
[bad port](http://a.example:99999/) [bad host](http://exa_mple..example/) [numbers](http://1.2.3.999/)
[code](http://xn--a-ecp.example/) [idn](https://пример.example/путь?q=ё#ж)
[pipe](https://a.example/|{{}}^)
[mail](mailto:a@ferry.example) [tel](tel:+375) [bracket](http://[::1]:80/) [space](<http://a b/>)
[percent](https://a.example/100%) [quote](https://a.example/?q="x")
[protocol](//b.example/c) [x](news:y)

Hard  \nbreak ~~struck~~ **bold *both***

***

Last.
"""


def write_adverse(folder: Path) -> Path:
    """Write it: an issue with adverse pieces, of which some are in English only."""
    sections: list[dict[str, Any]] = [
        {"slug": slug, "name": NAMES[slug]} for slug in ("boats", "pier")
    ]
    write_publication(
        folder,
        name=NAMES["publication"],
        description={"en": "<&>", "ar": "…", "zh-Hant": "…"},
        license='© R&D, "all" <rights>',
        languages=LANGUAGES,
        sections=sections,
        tags=[{"slug": "ice", "name": NAMES["ice"]}],
        trends={
            code: {"improved": "<↑>", "unchanged": "&", "worsened": '"'}
            for code in ("en", "ar", "zh-Hant")
        },
    )
    head = make_issue(SLUG, 7)
    head["title"] = {"en": "Ein & <Zwei> " + "W" * 90, "ar": "عدد خاص & <جديد>"}
    inside = write_issue_folder(folder, head)
    image = {"src": "/a|b.png", "alt": "", "caption": "<Caption>", "credit": "R&D"}
    more: dict[str, Any] = {
        "trend": "worsened",
        "tags": ["ice"],
        "authors": ["A & B <c>", "Ж"],
    }
    write_piece(inside / "first.en.md", BODY, slug="first", lead="<lead> & ", image=image, **more)
    write_piece(
        inside / "first.ar.md", f"## عنوان\n\nنص [x](#nothing) {BODY}", slug="first", **more
    )
    zh = "渡輪" * 120
    write_piece(inside / "first.zh-Hant.md", zh, slug="first", title="渡輪停航" * 20, **more)
    write_piece(
        inside / "second.en.md", "# Level one\n\nBack to [first](/en/first).", slug="second"
    )
    write_piece(inside / "third.en.md", "###### Six\n\n# One", section="boats", slug="third")
    return folder
