"""A stemmer for Belarusian, which Snowball does not know. docs/search.md has its rules and figures.

It goes the way of Snowball's one for Russian (https://snowballstem.org): take off the ending of a
verb, an adjective or a noun. The endings are those of the school grammar, in the spelling of 2008
(Правілы беларускай арфаграфіі і пунктуацыі). Belarusian writes vowels as they sound (вада: воды,
вёска: вяскоўцы) and changes the last consonant of a stem before some endings (рука: руцэ,
горад: горадзе), so both are folded besides. Soft signs of the older spelling are not there either.
"""

from __future__ import annotations

import re

_SPELLING = str.maketrans("иi", "іі", "'")
_FIRST_SHORT = re.compile("^ў")
_SHORT = re.compile("(?<=[аеіоуыэюя])[ўу]")
"""ў, or what is typed for it: it stands after vowels, where у does not. Before vowels it is в."""

_PROTHETIC = re.compile("^в[ао](?=стр|зер|бласц|кн|сен)|^во(?=[кб])")
"""в before a stressed о: `возера`, `азёры`."""

_REFLEXIVE = re.compile("(?<=..)ся$")
_OF_K = re.compile(
    "(?<=[аеіоуыэюя])цэ$"
    "|(?:(?<=[бгджзлртчш])|(?<=[^ч]ы)|(?<=[кт]э)|(?<=[ое]в)|(?<=блі)|(?<=[^оу]п)"
    "|(?<=[см])(?<!мес)(?<!нем))цы$"
)
"""к before an ending: `руцэ`, `палітыцы`, `гаспадарцы`; but not `працы`, `месцы`, `хлопцы`."""

_FLEETING_OF_C = re.compile("(?<=.[бвгджзйклмнпрстфхцчш])[еэ]ц$")
"""A vowel that is there in one form only: `канец`, `канца`."""

_FLEETING = re.compile("(?<=.[бвгджзйклмнпрстфхцчш])[ае](?=[кнлр]$)|(?<=...[аеіуыэ])[йае](?=к$)")
"""And at the end of a stem: `лодак`, `лодка`; `вёсен`, `вясна`; `капеек`, `капейка`."""

_YOU = re.compile("(?<=[жчш]а)це$")
"""Of verbs: `кажаце`, `кажа`; not of `бюджэце`."""

_SOFT_SIGN = re.compile("ь(?=.)")
_VOWELS = str.maketrans("яо", "еа")
_AFTER_HARD = re.compile("(?<=[рцчшж])э")
_TO_VOWEL = re.compile("[^аеіуыэю]*.")
_SHORTEST = 3  # letters of a word that is left as it is
_LONGEST = 6  # letters of an ending


def _endings(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENDINGS = (
    _endings("ае ые ага аму ым ую аю ых ымі ее яе іе ега ему ім юю ею іх імі")  # of adjectives
    | _endings("а ы у э е і ю ь й ай эй ей эю ам эм ем амі емі ах ех ав ев")  # of nouns
    | _endings("іі ію ій іей іею іем іемі іех іев ыі ыю ый ыей ыею ыем ыемі ыех ыев")
    | _endings("аі аем аемі аех аев еі еем еемі еех еев")
    | _endings("аць ець іць ыць эць уць юць")  # of verbs; the -цца of reflexive ones is -ць by now
    | _endings("ала ела іла ыла ула эла алі елі ілі ылі улі элі ів ыв ув эв")
    | _endings("авшы евшы івшы ывшы увшы эвшы аваць авав авала авалі еваць евав евала евалі")
    | _endings("аш еш іш ыш эш іце ыце аеш аем аеце аюць айце аець ееш еем ееце еюць ейце еець")
    | _endings("уе уеш уем уеце уюць уй уйце уець юе юеш юем юеце ююць юй юйце юець")
)
"""With folded vowels: я is е, о is а, and so is э after what is always hard."""

_AFTER_CONSONANTS = re.compile("(?<=.[гк])(?:чы|л[аі])$|(?<=..[бвпф])лю$")
"""Endings of verbs after some consonants only: `магчы`, `маглі`, `раблю`."""

_GO = re.compile("(?<=.)й(?:шл?|шав|с[цт]?)$")
"""The stems of `прыйсці` that are not that of `прыйду`."""

_SUFFIX = re.compile(
    "(?<=...)(?:[еэа]йш|[аеую][ую]ч|[аеіыу]вш|[ае]в[ае]н|(?<=[бвмпф])лен)$"
    "|(?<=....)(?<!кл)[ую]ч$|(?<=.ст)ан$"
)
"""Of comparatives and participles: `навейшы`, `пануючы`, `арганізаваны`; `застануцца`."""

_INHABITANT = re.compile("(?<=[еа]н)ін$")
_AGAIN = re.compile(
    "(?<=.....)[ае]н(?:[аеіуы]л|[аеыіэ]м)*$|(?<=....)(?:(?:[аеіуы]л|[аеыіэ]м)+|(?<=[бвмпф])л)$"
)
"""What is taken off in some forms, so in all: `канал`, `канала`; `праграм`; `жураўля`."""

_DOUBLE = re.compile(r"(.)\1$")
_D = re.compile("(?<=.)(?:дз|дж)$|дз(?=н$)")
_T = re.compile("ц(?=[нр]$)")
_SOFT = str.maketrans("зжсц", "ггхт")

_NOUN_IN_FULL = re.compile(
    "^(парам|ражым|архів|(?:дапа|пера|зне)маг|(?:у|ад|па|пера|зне|раз|равна)ваг|дараг|абл[аі]г|прысег|"
    "(?:за|у|раз|пра|прад|да)мав|аснав|(?:па|у)станав|прапанав|выстав|заев|галав|карав|дзержав|памец|"
    "падзе|надзе|ідэ)(?:а|у|е|ы|і|ь|ам|ав|амі|ах|ай|аю|й|ю|ей|ем|емі|ех|ев)?$"
)
"""Frequent nouns whose last letters look like the ending of another word."""

_WHOLE = {
    form: stem
    for stem, forms in {
        "дн": "дзень дня дню днем дні дзен дням днямі днях",
        "павдн": "повдзень",
        "ветр": "вецер",
        "быць": "быць быв была было былі",
        "стаць": "стаць став стала стало сталі ставшы",
        "даць": "даць дав дала дало далі дасць дадуць",
        "жыв": "жыць жыла жыло жылі",
        "мець": "мець мае маем маю маюць мев мела мелі",
    }.items()
    for form in forms.split()
}
"""Frequent words that no rule serves."""


def stem(word: str) -> str:
    """Give the stem of a word in small letters, without accents: ё is е, but й and ў are there."""
    spelt = _FIRST_SHORT.sub("у", word.translate(_SPELLING))
    spelt = _PROTHETIC.sub("а", _SHORT.sub("в", spelt))
    if spelt in _WHOLE:
        return _WHOLE[spelt]
    spelt = _folded(_alternated(spelt))
    noun = _NOUN_IN_FULL.match(spelt)
    if noun:
        return _fold(noun[1])
    return _fold(_strip(spelt) if len(spelt) > _SHORTEST else spelt)


def _alternated(word: str) -> str:
    """Take off what is reflexive, and give a noun the last consonant of its other forms."""
    if word.endswith("цца"):  # of an infinitive, and of many forms of the present
        return f"{word[:-3]}ць"
    if word.endswith(("цы", "цэ")):
        return _OF_K.sub("ка", word)
    return _FLEETING_OF_C.sub("ц", _YOU.sub("", _REFLEXIVE.sub("", word)))


def _folded(word: str) -> str:
    return _AFTER_HARD.sub("а", _SOFT_SIGN.sub("", word).translate(_VOWELS))


def _strip(word: str) -> str:
    rest = _AFTER_CONSONANTS.sub("", word)
    if rest == word:
        rest = _GO.sub("йд", _without(word))
    return _AGAIN.sub("", _INHABITANT.sub("", _SUFFIX.sub("", rest)))


def _without(word: str) -> str:
    """Take the ending off: the longest one that leaves two letters and a vowel."""
    if word.endswith("тыв"):  # of a noun: verbs have ц there
        return word
    begins = _TO_VOWEL.match(word)
    shortest = max(2, begins.end() if begins else 2)
    for start in range(max(shortest, len(word) - _LONGEST), len(word)):
        if word[start:] in _ENDINGS:
            return word[:start]
    return word


def _fold(stem: str) -> str:
    """Fold how the last letters of a stem change before some endings."""
    if len(stem) < _SHORTEST:
        return stem
    stem = _DOUBLE.sub(r"\1", _D.sub("д", stem))
    stem = _T.sub("т", _D.sub("д", _FLEETING.sub("", stem)))
    return stem[:-1] + stem[-1].translate(_SOFT)
