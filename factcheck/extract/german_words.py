"""German words that readings and speakers rest on."""

from __future__ import annotations

from factcheck.extract.grammar import Grammar, words
from factcheck.extract.names_given import FEMALE, MALE, PLACES
from factcheck.quantities.german_words import MONTH_NAMES

_FINITE = words(
    "ist sind war waren sei seien wäre wären bin hat haben hatte hatten habe hätte hätten wird werden wurde wurden "
    "würde würden werde kann können konnte konnten könnte könnten muss müssen musste mussten müsste soll sollen "
    "sollte sollten will wollen wollte wollten darf dürfen durfte durften dürfte dürften mag möchte möchten lässt "
    "ließ ließen bleibt blieb blieben gibt gab gaben geht ging gingen kommt kam kamen steht stand standen liegt lag "
    "lagen nimmt nahm nahmen sieht sah sahen hält hielt hielten fällt fiel fielen steigt stieg stiegen sinkt sank "
    "sanken wächst wuchs wuchsen verliert verlor verloren gewinnt gewann gewannen schließt schloss schlossen "
    "beginnt begann begannen findet fand fanden trifft traf trafen spricht sprach sprachen schreibt schrieb "
    "schrieben zieht zog zogen trägt trug trugen erhält erhielt erhielten bringt brachte brachten weiß wusste heißt "
    "hieß hießen tritt trat traten übernimmt übernahm starb starben lief liefen schlug schlugen verließ betrug "
    "betrugen bot boten übt übertrifft übertraf verbot entstand entstanden erschien verfügt setzt setzen nutzt "
    "nutzen baut bauen plant planen testet"
)
_PLURAL = words(
    "sind waren haben hatten werden wurden können konnten sollen wollen müssen dürfen setzen nutzen bauen planen "
    "sagten teilten erklärten kauften verkauften wollten planten kündigten investierten beschäftigten könnten"
)
_NO_VERBS = words(
    "nicht jetzt seit mit oft fast erst gut laut damit zuletzt derzeit statt selbst insgesamt weit breit hart dort "
    "weltweit überhaupt bekannt halt samt nebst leicht alt recht echt direkt komplett bereit meist höchst längst "
    "sonst vielleicht bisweilen wert rot tot fest dicht nackt schlecht konkret indirekt jüngst möglichst zunächst "
    "nächst bunt kalt sanft erste ersten letzte letzten zweite zweiten dritte dritten vierte fünfte heute bitte "
    "unten hinten mitten selten bitten weiten leichten alten guten besten meisten größten höchsten beste größte "
    "höchste gesamte gesamten geplante geplanten gute alte rechte echte harte feste bekannte bekannten erwartete "
    "erwarteten anstatt rund gestalt inmitten sechste siebte achte neunte zehnte acht seite"
)
_DETERMINERS = words(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses "
    "diesem diesen jeder jede jedes jener sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres "
    "unser unsere am im vom zum zur beim ins ans alle allen viele vielen einige mehrere manche beide beiden zwei "
    "drei vier fünf sechs mehr weniger solche welche zwischen"
)
_PREPOSITIONS = words(
    "in an auf aus bei mit nach von vor zu für gegen durch ohne um über unter zwischen seit bis wegen trotz während "
    "laut gemäß neben hinter im am vom zum zur beim ins ans per als wie statt innerhalb außerhalb aufgrund dank "
    "samt zufolge"
)


def _is_finite(word: str, before: str) -> bool:
    """A known verb, or one by its ending; after a determiner such a word is an adjective."""
    if word in _FINITE:
        return True
    if before in _DETERMINERS or before in _PREPOSITIONS or word in _NO_VERBS or word.startswith("ge") or len(word) < 4:
        return False
    return (
        word.endswith(("t", "te", "ten"))
        and word.isalpha()
        and not word.endswith(("ert", "rigt", "heit", "sten", "ste"))
    )


def _is_plural(verb: str) -> bool:
    """Whether the finite verb, in small letters, has a plural subject."""
    return verb in _PLURAL or verb.endswith("en")


_COMPANY_THINGS = words(
    "umsatz gewinn aktie aktien zentrale chef vorstandschef mitarbeiter sitz marktanteil tochterfirma"
)
"""After "sein" these belong to a company, not to a thing."""
FOLLOWERS = words(
    "nun bereits schon auch nicht noch seit im in mit für auf bei aus von vor nach am an zu zum zur um über unter "
    "gegen derzeit heute inzwischen mittlerweile künftig weiter weiterhin wieder jetzt zunehmend rund etwa knapp "
    "mehr fast einen seinen seine ihren ihre keinen keine angekündigt beschlossen"
)
"""After the name of a subject these show that it has ended."""
_LEANING = words(
    "verein klub partei aktie kurs umsatz gewinn verlust "
    "bericht studie stadt gemeinde land behörde ministerium entscheidung plan schritt vereinbarung gesetz projekt "
    "produkt gerät gebäude autoren forscher forschenden umfrage urteil gericht vorschlag minister unfall brand "
    "anstieg rückgang zahl zahlen ergebnis ergebnisse maßnahme maßnahmen summe untersuchung sprecher sprecherin "
    "täter fahrer duo"
)
"""After an article, and before a verb, these were told of before."""
_TIMES = words(
    "jahr jahres woche monat monats morgen quartal sommer winter herbst frühjahr wochenende tag tagen saison"
)
"""After "dieses" these are told by the date of the article."""
_PROFORMS = (
    "Damit", "Dadurch", "Dabei", "Dafür", "Dazu", "Darauf", "Daher", "Deshalb", "Deswegen", "Daraufhin",
    "Betroffen", "Damals", "Dahinter", "Daneben",
    "Danach", "Dort", "Hierfür", "Hierbei", "Dagegen", "Davon", "Darin", "Daran", "Letzterer", "Letztere",
    "Letzteres", "Ersterer", "Erstere", "Somit", "Seitdem", "Seither", "Stattdessen", "Ebenso", "Zum Beispiel",
    "So ", "Deren", "Dessen", "Andere", "Im Gegenzug", "Infolgedessen", "Demnach", "Demzufolge",
)  # fmt: skip
"""Starts that point at the sentence before, and only there."""
_EMPTY_IT = words("gibt gab wird wurde kam geht ging heißt hieß regnete ist war bleibt dauert dauerte fehlt fehlen")
"""Beside "es", where "es" stands for nothing."""
_PASSED_OVER = _TIMES | words(
    "vormonat vorjahr vorjahres geschäftsjahr geschäftsjahres jahrhundert jahrzehnt drittel viertel prozent teil "
    "vergleich rahmen verlauf zuge laufe schnitt durchschnitt markt preis wert gewinn gewinns verlust verlusts umsatz "
    "umsatzes absatz kurs ergebnis rekord rückgang anstieg wachstum ausblick personal"
)

GERMAN = Grammar(
    lang="de",
    is_finite=_is_finite,
    determiners=_DETERMINERS,
    prepositions=_PREPOSITIONS,
    subordinators=words(
        "dass daß weil wenn falls ob obwohl obgleich während nachdem bevor ehe sobald solange sodass damit indem "
        "welche welcher welches deren dessen zwar weder noch entweder sowohl sondern je desto umso einerseits "
        "andererseits wie was wer wo wohin woher warum da als bis seitdem denn nicht nur soweit sofern"
    ),
    common=frozenset(MONTH_NAMES) | words(
        "hinzu offen klar fest neu grund ziel anlass ursache auslöser folge schuld thema tatsache fakt "
        "sicher teuer wichtig vorbild hauptgrund kern basis vorteil nachteil problem beispiel schluss "
        "streit platz raum frage pech glück schwer wenig genug nichts niemand jemand etwas man viel "
        "anders besonders sogar öl gas stahl gold kohle wachstum handel regen schnee feuer "
        "mrd mio tsd dr prof st nr montag dienstag mittwoch donnerstag freitag samstag sonntag prozent millionen "
        "milliarden million milliarde euro dollar franken ende anfang mitte beginn uhr jahr jahre jahren tonnen "
        "kilometer meter grad chips geld kritik strom wasser politik wirtschaft inflation umsatz gewinn gewinne "
        "umsätze aktien anleger experten forscher kunden menschen polizei studien daten teile milliardenhöhe "
        "deutsche deutschen chinesen amerikaner druck hilfe peking ki internet weihnachten ostern technologien "
        "technologie trotz laut nach in im am an auf aus bei mit von vor zu für gegen durch ohne um über unter seit "
        "bis während der die das den dem des ein eine einen einem einer er sie es wir ich ihr sein seine ihre und "
        "aber doch denn oder auch zudem außerdem dennoch allerdings jedoch damit dabei dadurch dafür dazu deshalb "
        "daher so wie wenn weil ob als dies diese dieser dieses diesen diesem jene beide beiden alle viele einige "
        "mehrere kein keine nun heute gestern morgen bereits schon nur noch hier dort wird ist hat zum zur vom beim "
        "bisher derzeit zuletzt zuvor später dann insgesamt inzwischen mittlerweile kurz rund etwa knapp zwei drei "
        "vier analysten medienberichten berichten angaben beobachter arbeitsplätze stellen mitarbeiter elektroautos "
        "autos strafzölle zölle software maschinen teilen hintergrund autor schritt investoren"
    ),
    companies=words(
        "zulieferer zulieferers "
        "unternehmen unternehmens konzern konzerns konzerne firma hersteller herstellers bank autobauer autobauers "
        "chiphersteller chipherstellers us-konzern us-konzerns us-hersteller us-herstellers us-unternehmen "
        "us-unternehmens softwarekonzern chipkonzern chipkonzerns technologiekonzern autokonzern autokonzerns "
        "händler versicherer energiekonzern start-up startup betreiber anbieter softwarehersteller pharmakonzern"
    ),
    neutral=words("unternehmen unternehmens konzern konzerns firma"),
    singular=words(
        "ein eine einen einem einer eines der die das den dem des am im ans ins beim vom zum zur kein keine keinen "
        "keinem keiner sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres dieser diese diesen "
        "diesem dieses jeder jede jeden jedem jedes"
    ),
    passed_over=_PASSED_OVER,
    titles=words(
        "herr frau dr prof professor professorin präsident präsidentin kanzler kanzlerin bundeskanzler "
        "bundeskanzlerin minister ministerin chef chefin vorstandschef vorstandschefin konzernchef konzernchefin "
        "firmenchef firmenchefin sprecher sprecherin bürgermeister bürgermeisterin gründer gründerin analyst "
        "analystin direktor direktorin leiter leiterin forscher forscherin geschäftsführer geschäftsführerin "
        "vorsitzender vorsitzende richter richterin finanzminister finanzministerin wirtschaftsminister "
        "wirtschaftsministerin"
    ),
    roles=words(
        "sprecher sprecherin minister ministerin mann frau junge mädchen sohn tochter vater mutter bruder schwester "
        "vorgänger vorgängerin nachfolger nachfolgerin kollege kollegin chef chefin richter richterin fahrer "
        "fahrerin anwalt anwältin lehrer lehrerin arzt ärztin"
    ),
    female=FEMALE,
    male=MALE,
    places=PLACES,
    acting=words(
        "investieren beschäftigen kaufen verkaufen entwickeln erklären hoffen bieten betreiben zahlen melden "
        "verhandeln sagte sagt sagten setzt setzen setzte will wollen wollte wollten plant planen plante planten "
        "kündigte kündigten beschäftigt beschäftigte beschäftigten kauft kaufte kauften verkauft verkaufte "
        "verkauften investiert investierte investierten entwickelt entwickelte entwickelten teilte teilten erklärte "
        "erklärten hofft hofften rechnet rechnen rechnete bietet baut bauen baute bauten nutzt nutzen nutzte "
        "nutzten betreibt zahlt zahlte zahlten meldete meldeten gründete heiratete studierte schrieb unterschrieb "
        "trat wies warf"
    ),
    telling=words(
        "sagte sagt sagten erklärte erklärt teilte berichtete berichtet berichteten meldete meldet schrieb schreibt "
        "betonte betont warnte warnt kündigte bestätigte bestätigt behauptete behauptet ergänzte forderte räumte "
        "versicherte"
    ),
    joiners=words("und aber doch"),
    both=words("und"),
    openings=("Doch", "Aber", "Und", "Auch", "Denn"),
    company_things=_COMPANY_THINGS,
    leaning=_LEANING,
    times=_TIMES,
    proforms=_PROFORMS,
    empty_it=_EMPTY_IT,
    is_plural=_is_plural,
)  # fmt: skip
