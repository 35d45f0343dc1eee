"""Whom a sentence attributes what it says to: "laut X", "X zufolge", "sagte X", "according to X", "X told Reuters"."""

from __future__ import annotations

import re

from factcheck.extract.anaphors import is_company
from factcheck.extract.clauses import is_sentence
from factcheck.extract.grammar import Grammar, words

_QUOTED = r"[„“\"»«][^„“”\"»«]{2,60}[“”\"»«]"
# "Dr.-Ing." and "Dr. med." are titles of one person, and "Co." is within a name only before its legal form.
_TITLE = (
    r"(?:Dr|Prof|Mr|Mrs|Ms|St|Sen|Gov|Rep|Gen|Dipl|Ing|Mag)\."
    r"(?:-[A-ZÄÖÜ][a-zäöüß]+\b\.?)?(?: (?:h\. ?c|rer\. ?nat|med|phil|jur)\.)*"
)
_CAP = rf"(?:{_TITLE}|[A-Z]\.|Co\.(?= (?:KG|OHG)\b)|[A-ZÄÖÜ0-9][\w&.’'-]*\b)"
# "Nach Angaben der Verwaltung 14 Mio. Euro": a figure goes on a name only where nothing is counted with it.
_NAME = rf"{_CAP}(?: (?:& )?(?!\d[\d.,]*(?: (?:[A-ZÄÖÜ]|%|€)|[.,:-]?\d)){_CAP})*"
_DE_NOUNS = rf"(?:(?:[a-zäöüß]+(?:e|en|er|es|em) )*{_NAME}|{_QUOTED})"
_DE_ARTICLE = r"(?:(?:der|die|das|den|dem|des|einer|einem|eines|ein|eine|seiner|ihrer|mehreren|zwei|drei) )?"
_DE_NP = (
    rf"{_DE_ARTICLE}{_DE_NOUNS}(?: {_QUOTED})?(?: (?:der|des|von|für|aus) {_DE_ARTICLE}{_DE_NOUNS})*(?: {_QUOTED})?"
)
# "Sagte Anna Berg der Zeitung" names the paper she talked to, "sagte ein Sprecher der Zeitung" whose he is.
_DE_ASIDE = r"(?: \([^()]{1,40}\))?(?:, [^,]{3,60},)?"
"""Behind a name: "(SPD)", ", Sprecher der Polizei,"."""
_DE_SAYER = (
    r"(?!den |dem |des |einen |einem |einer )"
    rf"(?:(?:der|die|das|ein|eine) {_DE_NP}|{_DE_NOUNS}(?: (?:von|des) {_DE_ARTICLE}{_DE_NOUNS})*)"
)
_DE_TELLS = (
    r"(?:sagte|sagten|sagt|erklärte|erklärten|erklärt|teilte|teilten|berichtete|berichteten|berichtet|meldete|meldet|"
    r"schrieb|schreibt|betonte|betont|warnte|warnt|kündigte|bestätigte|bestätigt|behauptete|behauptet|ergänzte|versicherte|"
    r"kritisierte|kritisiert|bemängelte|bemängelt|mahnte|mahnt|meinte|meint|forderte|fordert|beklagte|beklagt|räumte|räumt)"
)
_DE_PARTED = "|".join(
    rf"(?:{verbs})\b[^,:„“”\"»«]{{0,80}}? (?:{particles})"
    for verbs, particles in (
        ("warf|warfen|wirft|werfen", "vor"),
        ("gab|gaben|gibt|geben", "an|zu|bekannt|zu bedenken"),
        ("fügte|fügten|fügt|fügen", "hinzu"),
        ("stellte|stellten|stellt|stellen", "klar|fest"),
    )
)
"""Verbs of which a part stands behind: "warf ihr vor, sie habe …"; without that part they attribute nothing."""
_DE_REPORTS = (
    r"(?:Berichten|Angaben|Informationen|Einschätzung|Ansicht|Darstellung|Aussagen?|Worten|Recherchen|Schätzungen|"
    r"Zahlen|Daten|Berechnungen)"
)
_GERMAN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Ll]aut|[Gg]emäß|[Nn]ach) {_DE_REPORTS} (?:von |vom |des |der )(?P<who>{_DE_NP})",
        rf"\b(?:[Ll]aut|[Gg]emäß) (?P<who>{_DE_NP})",
        rf"(?:^|, )(?:{_DE_REPORTS} (?:von |vom |des |der ))(?P<who>{_DE_NP}) zufolge\b",
        rf"(?:^|, )(?P<who>(?-i:(?:Dem|Der|Den|Einer|Einem) )?{_DE_NP}) zufolge\b",
        rf"\b[Ww]ie (?P<who>{_DE_NP})(?: [^,]{{1,60}})? "
        r"(?:mitteilte|mitteilten|berichtete|berichteten|berichtet|sagte|sagten|meldete|meldet|schreibt|schrieb|erklärte|bestätigte|ankündigte|betonte)\b",
        rf"[“”\"«»,!?] ?,? (?:{_DE_TELLS}|so) (?P<who>{_DE_SAYER})",
        rf", (?:hieß|heißt) es (?:von|bei|vom|aus|in) (?P<who>{_DE_NP})",
        rf"^(?P<who>{_DE_NP}){_DE_ASIDE} {_DE_TELLS}\b(?=[^.]*(?:, |: |:$|[„\"»]))",
        rf"^(?P<who>{_DE_NP}){_DE_ASIDE} (?:{_DE_PARTED})(?:, (?!um\b)|: |:$)",
        rf"^(?P<who>{_DE_NP}){_DE_ASIDE} (?:verwies|verweist|wies|weist) darauf(?: hin)?, dass\b",
        rf"^(?P<who>(?:Der|Die|Das|Ein|Eine) {_DE_NOUNS}(?: (?:der|des|von) {_DE_ARTICLE}{_DE_NOUNS})*) {_DE_TELLS}\b"
        r"(?=[^.]*(?:, |: |:$|[„\"»]))",
    )
)
_EN_THE = r"(?:(?:[Tt]he|[Aa]n?|two|three|several|its|their|his|her) )?"
_EN_ROLE = r"(?:[a-z][\w-]* ){0,3}?"
_EN_NP = (
    rf"(?:{_QUOTED}|{_EN_THE}(?:{_NAME}(?:['’]s)? )?{_EN_ROLE}{_NAME}(?: (?:of|at|for) {_EN_THE}{_NAME})?"
    rf"|(?:the|a|an|two|three|several|people|officials|police|researchers|analysts|sources)(?: [a-z-]+){{0,3}}"
    rf"(?: (?:of|by|from|at) {_EN_THE}(?:{_NAME}|[a-z]+))?)"
)
_EN_SUBJECT = (
    rf"(?:{_QUOTED}|(?:The |A |An )?(?:{_NAME}(?:['’]s)? )?{_EN_ROLE}{_NAME}(?: (?:of|at|for) {_EN_THE}{_NAME})?"
    r"|(?:The|A|An|Two|Three|Several) [a-z-]+(?: [a-z-]+)?|Police|Officials|Researchers|Analysts|Scientists|Experts)"
)
_EN_TELLS = (
    r"(?:said|says|reported|wrote|announced|added|explained|claimed|claims|"
    r"warned|confirmed|argued|argues|stated|noted|insisted)"
)
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:Its|Their|His|Her|The|[A-Z]\S*['’]s) [a-z][a-z -]{{2,40}}, (?P<who>{_NAME}), {_EN_TELLS} (?:that|the)\b",
        rf"\b[Aa]ccording to (?P<who>{_EN_NP})(?=[,.;]|$| (?:on|in|and|published|who|that|released|this|last)\b)",
        rf"\b[Aa]s (?P<who>{_EN_NP}) (?:first )?(?:reported|said|noted|put it|wrote)\b",
        rf"[,”\"?!] (?:said|says|added|wrote|explained|warned|argued) (?P<who>{_EN_NP})"
        r"(?=[,.;]|$| (?:on|in|at|during|after|of)\b)",
        rf"[,”\"?!] (?P<who>{_EN_NP}) {_EN_TELLS}(?=[.,]|$| (?:on|in|at|during|after|this|last)\b)",
        rf"^(?P<who>{_EN_SUBJECT})(?:, [^,]{{3,70}},)? (?:also |later )?{_EN_TELLS}"
        r"(?: on \w+| in \w+| last \w+)*(?:,| that\b|:)",
        rf"^(?P<who>{_EN_SUBJECT})(?:, [^,]{{3,70}},)? (?:told|tells) (?!of\b|about\b)",
        rf"[,”\"?!] (?P<who>{_EN_NP}) (?:told|tells) (?!of\b|about\b)",
        rf"\b[Aa]ccording to an? [a-z]+ by the [a-z]+ (?P<who>{_NAME}(?: & {_NAME})?)(?=[,.;])",
    )
)
_STRIP = " „“”\"»«,.'’"
_PRONOUNS = words("it they he she we i you er sie es wir ich man this that dies das who which diese dieser beide")
_DATIVES = words("ihm ihr ihnen dem denen")
"""Pronouns where nothing follows them: "Ihm zufolge", but "Ihr Anwalt sagte"."""
_ARTICLES = words("der die das")
_GERMAN_SAID = re.compile(
    rf"^(?:Er|Sie)(?: \w+)? {_DE_TELLS}\b|^(?:Er|Sie) (?:{_DE_PARTED})[,:]|[“”\"«], (?:{_DE_TELLS}|so) (?:er|sie)\b"
)
_ENGLISH_SAID = re.compile(rf"^(?:He|She) {_EN_TELLS}\b|^(?:He|She) told\b|[”\"] (?:he|she) {_EN_TELLS}\b")


_EN_PLAIN = re.compile(
    rf"(?P<who>{_EN_SUBJECT})(?:, [^,]{{3,70}},)? (?:said|says|reported|announced|warned)"
    r"(?: on \w+day| last \w+)? (?P<what>.+)"
)


def speaker(text: str, grammar: Grammar) -> str:
    """The name or description as it stands in the sentence, without quotation marks; "" for nobody or a pronoun."""
    for pattern in _GERMAN if grammar.lang == "de" else _ENGLISH:
        for found in pattern.finditer(text):
            if who := _cleaned(found["who"], grammar):
                return who
    plain = _EN_PLAIN.match(text) if grammar.lang == "en" else None
    # "Police said two people were hurt", but not "He said goodbye".
    return _cleaned(plain["who"], grammar) if plain and is_sentence(plain["what"], grammar) else ""


_SAID_SO = re.compile(rf"(?:Das|Dies) {_DE_TELLS} (?P<who>{_DE_NP})(?: [^,:„“\"»«]{{1,60}})?\.")


def who_said_so(text: str, grammar: Grammar) -> str:
    """Who said what the sentence before says, where this one says nothing else: "Das teilte die Firma mit."."""
    found = _SAID_SO.fullmatch(text) if grammar.lang == "de" else None
    return _cleaned(found["who"], grammar) if found else ""


def is_pronoun_telling(text: str, grammar: Grammar) -> bool:
    """Whether "he said" or "sagte sie" attributes the sentence."""
    return bool((_GERMAN_SAID if grammar.lang == "de" else _ENGLISH_SAID).search(text))


def _cleaned(who: str, grammar: Grammar) -> str:
    who = _inner(who.strip())
    who = who.removesuffix("’s").removesuffix("'s").strip(_STRIP)
    who = _without_kind(who, grammar)
    first, _, rest = who.partition(" ")
    if who.lower() in _PRONOUNS | _DATIVES or first.lower() in _PRONOUNS - _ARTICLES:
        return ""
    # "Der Bericht" at the start of a sentence, "the report" elsewhere: an article has no capital of its own.
    if (
        rest
        and first.lower() in grammar.determiners
        and first.istitle()
        and not (grammar.lang == "en" and _is_title(rest))
    ):
        who = f"{first.lower()} {rest}"
    # "Nach Angaben des Unternehmens": the list of companies has both cases.
    who = who[:-1] if grammar.lang == "de" and who[-1:] == "s" and who[:-1].lower() in grammar.companies else who
    return who if _means_somebody(who, grammar) else ""


def _without_kind(who: str, grammar: Grammar) -> str:
    """The name alone behind a genitive that says what it is: "(nach Angaben des) Konzerns Siemens"."""
    first, _, rest = who.partition(" ")
    kind = grammar.lang == "de" and first[:1].isupper() and first.endswith("s") and is_company(first.lower(), grammar)
    return rest if kind and rest[:1].isupper() else who


def _inner(who: str) -> str:
    """The quoted name alone where somebody is named in quotation marks: "The Information"."""
    quoted = re.fullmatch(rf"(?:{_DE_REPORTS} von |[Dd](?:er|ie|as|em) )?({_QUOTED})", who)
    return quoted[1][1:-1] if quoted else who


def _is_title(rest: str) -> bool:
    """Whether the article belongs to a name: "The Information", "The New York Times"."""
    return all(word[0].isupper() for word in rest.split())


def _means_somebody(who: str, grammar: Grammar) -> bool:
    low = who.lower().split()
    if not low or low[0].isdigit() or low[-1] in grammar.prepositions:
        return False
    # "Bei der Zählung gaben 6.900 Menschen … an": what stands in front is not who says it.
    if grammar.lang == "de" and (low[0] in grammar.prepositions or _NOBODY.match(who)):
        return False
    return not (len(low) == 1 and low[0] in grammar.common - _TELLERS)


_NOBODY = re.compile(
    r"(?i:(?:den|ihren|seinen|eigenen) )+Angaben\b(?! (?:von|der|des)\b)|"
    r"(?:(?:[dD]e[rnms]|[dD]ie|[dD]as|[eE]ine[mrs]?) )?(?:[a-zäöüß]+e[nrms]? )*"
    r"(?:(?:Art|Abs|Nr|Ziff)\b|(?:Artikel|Seite|Satz|Punkt|Tabelle|Abbildung) \d|"
    r"[\w-]*(?i:gesetz|gesetzbuch|vertrag|verordnung|satzung|verfassung|(?<!ka)plan|(?<!\ban)ordnung|richtlinie|klausel|"
    r"vorschrift|absatz|paragra(?:f|ph)|anhang|anlage|kapitel|ziffer|nummer|eigenangabe)(?:e?s|e?n|e)?(?!\w))"
)
"""What is laid down, where it is laid down, and whoever's "own figures": they say nothing that somebody answers for."""


_TELLERS = words(
    "police researchers analysts experts scientists officials critics investors experten forscher polizei "
    "medienberichten berichten beobachter analysten angaben kunden anleger investoren"
)
"""No names, and yet they can say something."""


def speaker_of(text: str, reading: str, grammar: Grammar) -> str:
    """The speaker of the sentence; of "he said" and "the company said" the one whom the reading names."""
    return speaker(reading, grammar) or speaker(text, grammar)
