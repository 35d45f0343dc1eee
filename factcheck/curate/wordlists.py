"""The words by which lint tells a sentence from a heading and finds what leans on a sentence that is not there."""

from __future__ import annotations

import re

_THE = "company|firm|group|former|latter|two|pair|city|country|government|agency|report|study"
_DER = (
    "das unternehmen|der konzern|die firma|die gruppe|die stadt|das land|die regierung|die behörde|der bericht"
    "|die studie"
)

_JUDGED = (
    "illegal|legal|unlawful|forbidden|prohibited|allowed|permitted|possible|impossible|easy|easier|hard|harder|difficult"
    "|necessary|important|better|best|common|usual|enough|dangerous|safe|safer|cheaper|compulsory|mandatory|unclear"
)
_SAID_OF_IT = "is|was|are|were|has|had|will|would|can|could|may|must|did|does|lies|stands|won|lost|became|came|went"

OPENINGS = {
    "en": re.compile(
        r"(?:however|but|and|yet|still|also|then|later|meanwhile|instead|therefore|thus|moreover|furthermore"
        r"|in addition|as a result|at the same time|since then|(?:in|since|by|until) (?:\w+ )?\d{4}),?\s+",
        re.IGNORECASE,
    ),
    "de": re.compile(r"(?:aber|doch|und|denn|auch|sondern),?\s+", re.IGNORECASE),
}
"""Words before the subject that leave it where it is; what refers to something else may stand behind them."""

PRONOUNS = {
    "en": re.compile(
        r"(?:he|she|it|they|his|her|hers|its|their|theirs|both|these|those|this|such|that)\b" + rf"|the (?:{_THE})\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?:er|sie|es|ihm|ihn|ihnen|sein|seine|seinem|seinen|seiner|ihr|ihre|ihrem|ihren|ihrer|beide|beiden"
        r"|dies|diese|dieser|dieses|diesem|diesen|jene|jener|jenes|solche|solcher|solches"
        r"|dabei|dafür|dagegen|daher|damit|danach|daran|darauf|daraus|darin|darüber|davon|dazu|deshalb|dort)\b"
        r"|(?:das|die|der) (?:ist|war|waren|sind|sei|hat|hatte|wird|wurde|bedeutet|heißt|gilt|zeigt)\b"
        + rf"|(?:{_DER})\b",
        re.IGNORECASE,
    ),
}
"""Beginnings that refer to something said before. First person is not here: it refers to the source, which is known."""

OWN_REFERENT = {
    "en": re.compile(
        r"it (?:is|was|will be|has been|seems|appears|takes|took)\b.*\b(?:that|who)\b|it (?:rain|snow)(?:s|ed)\b"
        r"|it (?:is|was|will be|has been|remains|became) (?:not |now |still |also |very |too |almost |never )?"
        rf"(?:an? (?:\w+ ){{1,2}}|(?:{_JUDGED}) )(?:for (?:\S+ ){{1,3}})?to [a-z]+"
        r"|it (?:seems|appears|takes|took)\b.*\bto\b|that (?:the|an?)\b"
        r"|(?:his|her|their) (?:majest|highness|excellenc|lordship)|the two (?:\w+est|most|main|other)\b"
        rf"|the (?:former|latter) (?!(?:\w+ed|{_SAID_OF_IT})\b)(?:\S+ ){{1,4}}?(?-i:[A-Z])"
        r"|(?:this|that) (?:year|month|week|spring|summer|autumn|winter|morning|evening)\b"
        r"|both (?:\S+ ){1,4}and\b|such as\b|those (?:who|with)\b"
        rf"|the (?:{_THE}) (?:of|in|by|on|for|behind|that|which|(?-i:[A-Z]))",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"es (?:gibt|gab|handelt|geht|ging|regnet|regnete|schneit|schneite)\b"
        r"|es (?:ist|war|wird|wurde|wurden|gilt|heißt|kam|kamen)\b.*(?:\bdass\b|\bzu\b|\bzur\b|\bzum\b|\bob\b)"
        r"|(?:dieses jahr|dieses mal|diese woche|diesen monat|diesen sommer|diesen winter|diesen herbst)\b"
        rf"|(?:{_DER}) (?:der|des|von|über|in|für|zu|zur|zum|(?-i:[A-ZÄÖÜ]))",
        re.IGNORECASE,
    ),
}
"""Beginnings that only look like those: the sentence itself says what is meant, or nothing is."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = {
    "en": _words(
        "is are was were be been has have had does did do will would can could may might must shall should says said"
        " became become went came made took gave got found kept held led left lost won sold built grew rose fell cut"
        " put set ran sent spent told met paid began broke bought brought chose drew drove fought flew hit meant read"
        " saw spoke stood struck taught thought understood wrote remain remains stay stays need needs own owns"
    ),
    "de": _words(
        "ist sind war waren sei wird werden wurde wurden hat haben hatte hatten kann können konnte konnten muss müssen"
        " musste soll sollen sollte will wollen wollte darf dürfen gibt gab ging kam kamen fiel stieg sank blieb bleibt"
        " hielt ließ lag nahm sah sprach stand trug verlor gewann begann schrieb zog schloss trat fand bekam"
    ),
}
"""Forms of frequent verbs that their endings do not tell."""

VERB_ENDINGS = {"en": re.compile(r"\w{2,}(?:ed|es|[^s]s)"), "de": re.compile(r"\w{3,}(?:t|te|ten|en)")}
"""Endings of finite verbs. Nouns have them too, so a word that ends so only shows that there may be a verb."""

NO_VERBS = {
    "en": _words("its his this thus always perhaps towards besides news"),
    "de": _words(
        "nicht seit mit sehr einen einem meisten unten oben gegen zwischen neben hinter guten neuen alten großen"
        " erst fast meist selbst insgesamt jetzt dort bereits weit gut zuletzt leicht rund laut sonst recht"
    ),
}
"""Words with such an ending that are no verbs."""

NEGATIONS = _words(
    "not no never none nobody nothing neither nor without cannot n't"
    " nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder noch ohne"
)
"""Words that turn a sentence round; two texts that differ in them are no duplicates."""
