"""The weekly's own words in English, Belarusian and Russian: data for the reader of its pages."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGLISH_NAMES = (
    "january february march april may june july august september october november december"
)
ENGLISH_MONTHS = {
    form: number
    for number, name in enumerate(ENGLISH_NAMES.split(), start=1)
    for form in {name, name[:3], name[:4]}
} | {"sept": 9}

# A month's stem with any ending; Belarusian first, Russian second.
MONTH_STEMS = tuple(
    (form, number)
    for number, forms in enumerate(
        (
            (r"студз(ень|ен\w{0,3})?", r"янв(ар\w{1,3})?"),
            (r"лют(ы|\w{2,3})?", r"фев(рал\w{1,3})?"),
            (r"сак(авік\w{0,3})?", r"мар(т\w{0,2})?"),
            (r"крас(авік\w{0,3})?", r"апр(ел\w{1,3})?"),
            (r"тра(в(ень|н\w{1,2}|ен\w{1,2})?|ўн\w{1,2})", r"ма(й|я|ю|е|і|ем|ям)"),
            (r"чэрв(ень|ен\w{1,2}|н\w{1,2})?", r"июн\w{0,3}"),
            (r"ліп(ень|ен\w{1,2}|н\w{1,2})?", r"июл\w{0,3}"),
            (r"жні(в(ень|ен\w{1,2})?|ўн\w{1,2})", r"авг(уст\w{0,2})?"),
            (r"вер(асень|асн\w{1,2}|асен\w{1,2})?", r"сен(т|тябр\w{1,3})?"),
            (r"кас(трычнік\w{0,3})?", r"окт(ябр\w{1,3})?"),
            (r"ліст(апад\w{0,3})?", r"ноя(б|бр\w{1,3})?"),
            (r"снеж(ань|н\w{1,2}|ан\w{1,2})?", r"дек(абр\w{1,3})?"),
        ),
        start=1,
    )
    for form in forms
)

SWITCHES = frozenset({"by", "be", "en", "ru", "be/ru", "by/ru", "бел", "рус", "анг", "англ"})


def normal(text: str) -> str:
    """Fold a label for comparison: case, kinds of dash and space, ё, a colon or stop at the end."""
    folded = " ".join(text.casefold().replace("ё", "е").replace("&", " and ").split())
    return re.sub(" ?[‐‑‒–—―−-] ?", "-", folded).strip(' .:»«"“”')


def _relations(between: Iterable[str], nouns: Iterable[str]) -> list[str]:
    """Give a pair of countries bare, and with the word for relations before and after it."""
    pairs = list(between)
    named = [f"{noun} {pair}" for noun, pair in product(nouns, pairs)]
    return pairs + named + [f"{pair} {noun}" for noun, pair in product(nouns, pairs)]


_NOUNS = ("relations", "relationship", "адносіны", "стасункі", "дачыненні", "отношения")
_SECTION_LABELS: dict[str, list[str]] = {
    "ruling-elite": [
        *("the ruling elite", "ruling elite", "the ruling elites", "ruling elites"),
        *("ruling class", "the ruling class", "кіруючы клас", "кіроўны клас", "кіруючая эліта"),
        *("кіроўная эліта", "правящий класс", "правящая элита", "правящие элиты"),
    ],
    "society-and-political-parties": [
        *("society and political parties", "society and parties", "society and politics"),
        *("society, political parties", "political parties and society", "грамадства і партыі"),
        *("грамадства і палітычныя партыі", "грамадства і палітыка", "общество и партии"),
        *("общество и политические партии", "общество и политика"),
    ],
    "security-issues": [
        *("security issues", "security issue", "security", "бяспека", "пытанні бяспекі"),
        *("праблемы бяспекі", "пытаньні бяспекі", "безопасность", "вопросы безопасности"),
        *("проблемы безопасности", "проблематика безопасности"),
    ],
    "belarus-west-relations": _relations(
        (
            *("belarus-west", "belarus-the west", "belarus and the west", "беларусь-захад"),
            *("беларусь і захад", "беларусі і захаду", "беларуска-заходнія", "беларусь-запад"),
            *("белорусско-западные", "беларусь и запад", "беларуси и запада"),
        ),
        _NOUNS,
    ),
    "belarus-russia-relations": _relations(
        (
            *("belarus-russia", "belarus and russia", "belarusian-russian", "беларусь-расія"),
            *("беларусь-расея", "беларусь і расія", "беларусі і расіі", "беларуска-расійскія"),
            *("беларусь-россия", "беларусь и россия", "беларуси и россии"),
            "белорусско-российские",
        ),
        _NOUNS,
    ),
}
SECTIONS = {label: slug for slug, labels in _SECTION_LABELS.items() for label in labels}

# Address parts of today's sections. `society-and-politics` is the earlier name of the second one;
# economy, regions, elections, events and international-relations have no heir.
ADDRESS_SECTIONS = {slug: slug for slug in _SECTION_LABELS} | {
    "the-ruling-elite": "ruling-elite",
    "kiruyuchy-klas": "ruling-elite",
    "gramadstva-i-partyi": "society-and-political-parties",
    "society-and-politics": "society-and-political-parties",
}

_SUBJECT = (
    r"(?:(?:the )?situation |сітуацыя |становішча |ситуация |обстановка |положение )?"
    r"(?:(?:has|have|is|had) )?(?:been )?"
    r"(?:(?:slightly|somewhat|significantly|generally|крыху|значна|немного|значительно) )?"
)
STATUSES = {
    "unchanged": re.compile(
        _SUBJECT + r"(?:not changed|(?:did not|didn['’]t|hasn['’]t|not) changed?|unchanged"
        r"|(?:remain(?:s|ed)|stayed) (?:unchanged|the same)|no changes?|without changes?"
        r"|не зь?мян(?:ілася|ялася)|без зь?мен(?:аў)?|засталася (?:без зь?мен(?:аў)?"
        r"|нязменнай|ранейшай|такой жа)|не (?:изменил(?:ась|ось)|менялась|поменялась)"
        r"|без изменений|остал(?:ась|ось) (?:без изменений|прежн(?:ей|им)|неизменн(?:ой|ым)))",
    ),
    "improved": re.compile(
        _SUBJECT + r"(?:improv(?:ed|es|ing)|(?:got|gotten|become|became|getting) better|better"
        r"|палепшы(?:лася|ла)|палепшала|паляпшаецца|(?:стала|зрабілася) леп(?:ш|шай|ей|шая)"
        r"|улучшил(?:ась|ось)|улучшается|стал[ао] лучше)",
    ),
    "worsened": re.compile(
        _SUBJECT + r"(?:worsen(?:ed|s|ing)|deteriorat(?:ed|es|ing)|(?:got|gotten|become|became"
        r"|getting) worse|worse|пагоршы(?:лася|ла)|пагоршала|пагаршаецца"
        r"|(?:стала|зрабілася) горш(?:ай|ая|эй)?|ухудшил(?:ась|ось)|ухудшается|стал[ао] хуже)",
    ),
}
STATUS_SENTENCES = (
    *("the situation has not changed", "the situation got worse", "the situation got better"),
    *("the situation has gotten better", "the situation has gotten worse"),
    *("the situation has deteriorated", "the situation has improved", "сітуацыя не змянілася"),
    *("сітуацыя палепшылася", "сітуацыя пагоршылася", "ситуация не изменилась"),
    *("ситуация улучшилась", "ситуация ухудшилась"),
)
SITUATION = re.compile(
    r"[-(\s]*(?:the\s+)?(?:situation|сітуацыя|становішча|ситуация|обстановка)\b",
    re.IGNORECASE,
)
STATUS_LABEL = re.compile(
    r"(?:category status|статус катэгорыі|статус категории)\s*:?\s*(.*)",
    re.IGNORECASE,
)

# The tail's phrases that end a page wherever they stand alone on a line …
TAIL_STARTS = (
    *("You have been successfully subscribed", "Subscribe to our newsletter"),
    *("Similar articles", "Recent trends", "Вы паспяхова падпісаліся", "Вы успешно подписались"),
    *("Вы былі паспяхова падпісаны", "Вы были успешно подписаны", "Падобныя артыкулы"),
    *("Падпішыцеся на нашу рассылку", "Падпісацца на рассылку", "Подпишитесь на нашу рассылку"),
    *("Подписаться на рассылку", "Похожие статьи", "Апошнія трэнды", "Последние тренды"),
)
# … the blurb, told by its beginning, and those that do so only in each other's company.
TAIL_BLURBS = (
    *("once a week, in coordination with a group", "раз на тыдзень, ", "раз в неделю, "),
)
TAIL_WORDS = (
    *(
        "EN",
        "BE/RU",
        "BY",
        "BE",
        "RU",
        "Subscribe",
        "Situation in Belarus",
        "View all",
        "Read more",
    ),
    *("Subscribe to us", "Сітуацыя ў Беларусі", "Ситуация в Беларуси", "Глядзець усё"),
    *("Глядзець усе", "Смотреть все", "Падпісацца", "Подписаться", "Чытаць далей", "Чытаць больш"),
    *("Читать далее", "Читать дальше", "Падпішыцеся на нас", "Подпишитесь на нас"),
)
LIST_TITLES = frozenset(
    {"all trends", "усе трэнды", "все тренды", "усе тэндэнцыі", "все тенденции"},
)
PROJECTS = frozenset({"our projects", "нашы праекты", "наши проекты"})
ABOUT_TITLES = re.compile(
    r"about(?: us| the project| monitoring| the monitoring| the site)?|contacts?|contact us"
    r"|our team|(?:пра|о|об|аб)\s+(?:нас|праект|проекте|праекце|маніторынг|мониторинге|маніторынгу)"
    r"|кантакты|контакты|privacy policy|terms of use",
)

_CREDIT_NOUN = (
    r"(?:cover |title )?(?:image|photo(?:graph|s)?|picture|illustration|source|caption|credit|foto"
    r"|фота(?:здымак)?|фото(?:графия)?|крыніца|источник|здымак|снимок|ілюстрацыя|иллюстрация"
    r"|малюнак|выява|изображение)"
)
CREDIT_START = re.compile(
    rf"[(\[]?(?:©|{_CREDIT_NOUN}\s*(?:[:©/|]|(?:credits?|source|courtesy|by|from|via)\b|[-–—]\s|$)"
    r"|подпіс пад здымкам|подпись под (?:снимком|фото)|(?:фота|снимок|здымак|фото) "
    r"(?:носіць|носит|мае) )",
    re.IGNORECASE,
)
CREDIT_INSIDE = re.compile(rf"\b{_CREDIT_NOUN}\s*[:©]|©", re.IGNORECASE)
BARE_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{2,6}(?:/\S*)?",
    re.IGNORECASE,
)
