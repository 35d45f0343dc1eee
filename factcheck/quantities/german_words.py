"""German words that the arithmetic has to know, as their English ones.

Function words and the words around numbers come first; then the nouns, verbs and adjectives that facts are made of, so
that a German sentence can be laid beside an English one. A word that stands in no line is compared with itself only.
"""

from __future__ import annotations

from factcheck.quantities.language import renamed, words

MONTH_NAMES = renamed(
    "january januar jan jänner", "february februar feb feber", "march märz mär mrz", "april april apr", "may mai",
    "june juni jun", "july juli jul", "august august aug", "september september sep sept", "october oktober okt",
    "november november nov", "december dezember dez",
)  # fmt: skip
DETERMINERS = words("der die das dem den des am im vom zum zur beim ihr ihre ihrem ihren ihrer sein seine seinem "
                    "seinen seiner jeder jede jedes jedem jeden")  # fmt: skip
"""Words before an ordinal; "achten" without one of them is a verb."""

STOP_WORDS = words(
    "zu zum zur beim es er sie wir ihr ihm ihn ihnen man sich mich uns euch dies diese dieser dieses diesem diesen "
    "jene jener jenes welche welcher welches was wer wie wo womit wobei dabei damit davon dafür darauf darin daran "
    "dort hier da dann denn doch auch noch schon bereits erst nun sehr ganz etwa so als aus bei durch für gegen mit "
    "nach ob ohne seit über um unter vor von wegen während während zwischen bis je ja nein ab auf an hin her "
    "ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere rund gut knapp eben lang lange eigen eigene "
    "worden werden wurde wurden würden hatte hatten habe haben sei seien dass daß weil wenn falls damals heute uhr"
)
OWNERS = words(
    "ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere unserer dies diese dieser dieses diesen"
)
PART_WORDS = words("einig einige einigen viel viele vielen mehrere mehrheit großteil teil teile minderheit bruchteil")
"""As they are written, and without the endings that the tokens lose."""
LIGHT_WORDS = words(
    "lag lagen liegt liegen steht stehen stand standen bleibt bleiben blieb blieben besteht bestehen bestand gibt gab "
    "verfügt verfügen verfügte besitzt besitzen besaß enthält enthalten enthielt umfasst umfassen umfasste fasst "
    "fasste beträgt betragen betrug betrugen beläuft belaufen belief misst maß groß größe hoch lang breit tief schwer "
    "fläche länge dauert dauern dauerte währt währte zählt zählen zählte macht machen machte ergibt ergab erreicht "
    "erreichte leben lebt lebten wohnt wohnen anteil zahl anzahl höhe"
)
PAST_WORDS, PRESENT_WORDS = words("lag betrug betrugen fasste fassten"), words("liegt liegen beträgt fasst")
"""Without those that lose their ending to a noun: "lagen" and "die Lage"."""
CLAUSE_WORDS = words("und aber sondern während obwohl weil wenn nachdem bevor ob dass daß sodass wobei")

PHRASES = {
    tuple(german.split()): tuple(english.split())
    for german, english in (
        line.split(" = ")
        for line in """
im alter von = aged
im jahre = in year
nicht einmal = not even
bis zu = up to
bis zum = until the
zwischen dem = between
bis zur = until the
in etwa = about
us - dollar = dollars
schweizer franken = francs
britische pfund = pounds
britischen pfund = pounds
pfund sterling = pounds
d - mark = mark
etwas über = slightly above
etwas unter = slightly below
kilometer pro stunde = km/h
grad celsius = degrees celsius
grad fahrenheit = degrees fahrenheit
vor allem = above all
vor ort = there
im durchschnitt = average
dieses jahr = this year
diesem jahr = this year
letztes jahr = last year
letzten jahr = last year
vergangenen jahr = last year
vergangenes jahr = last year
vorigen jahr = last year
voriges jahr = last year
im schnitt = average
im mittel = average
um so = so
pro kopf = per head
bevor er = before he
ums leben = died
- mal = times
mal so = times as
doppelt so = two times as
fertig gestellt = completed
""".strip().splitlines()
    )
}
"""Phrases of several words, as they stand after lower-casing."""

SINGLE = {
    "mindestens": "at least", "wenigstens": "at least", "höchstens": "at most", "maximal": "at most",
    "zumindest": "at least", "prozentpunkte": "percentage points", "prozentpunkt": "percentage points",
    "prozentpunkten": "percentage points", "einhundert": "one hundred", "dreiviertel": "three quarters",
    "doppelte": "two times", "dreifache": "three times", "vierfache": "four times", "zehnfache": "ten times",
}  # fmt: skip
"""Single words that are several in English."""

PARTICLES = {
    "zu": dict.fromkeys(words("nahm nahmen nimmt nehmen legte legten legt legen"), "increased"),
    "ab": {
        **dict.fromkeys(words("nahm nahmen nimmt nehmen"), "decreased"),
        **dict.fromkeys(words("lehnte lehnten lehnt lehnen"), "rejected"),
    },
    "nach": dict.fromkeys(words("gab gaben gibt geben"), "declined"),
    "an": {
        **dict.fromkeys(words("zog zogen zieht ziehen"), "climbed"),
        **dict.fromkeys(words("nahm nahmen nimmt nehmen"), "approved"),
    },
    "vor": dict.fromkeys(words("wirft werfen warf warfen"), "alleged"),
}
"""Particles of verbs, and what they make of each: "nahm zu", "gab nach"."""

WORDS = renamed(
    # Function words.
    "the der die das dem den des", "a ein eine einen einem einer eines", "and und", "or oder", "in in im ins", "on am",
    "at an",
    "of vom", "than als", "not nicht", "no kein keine keinen keinem keiner keines", "never nie niemals", "without ohne",
    "but aber sondern", "is ist sei", "are sind", "was war wurde", "were waren wurden", "has hat", "had hatte hatten",
    "will wird werden werde", "would würde würden", "should soll sollen sollte sollten", "could könnte könnten",
    "can kann können konnte konnten", "may dürfte dürften", "wants will wollen wollte wollten", "if falls wenn",
    "per per pro je", "every jede jeder jedes jeden jedem", "all alle aller allen alles", "both beide beiden",
    "between zwischen", "since seit", "with mit", "for für", "about etwa ungefähr circa ca zirka schätzungsweise",
    "almost fast nahezu beinahe", "nearly annähernd", "slightly etwas geringfügig leicht", "barely kaum",
    "only nur lediglich", "through durch", "during während", "minus", "plus", "zero null",
    "exceeds übersteigt übertrifft überschreitet überstieg übertraf überschritt",
    "exactly genau exakt", "precisely präzise",
    # Comparatives, superlatives and what changes.
    "more mehr", "fewer weniger", "larger größer größere größeren", "smaller kleiner kleinere kleineren",
    "higher höher höhere höheren", "lower niedriger niedrigere geringer tiefer", "longer länger längere längeren",
    "shorter kürzer kürzere", "older älter ältere älteren", "younger jünger jüngere", "heavier schwerer schwerere",
    "lighter leichter", "wider breiter", "narrower schmaler", "deeper tiefere", "further weiter weitere weiteren",
    "faster schneller", "slower langsamer", "hotter heißer", "warmer wärmer", "colder kälter",
    "cheaper billiger günstiger", "dearer teurer", "stronger stärker", "later später", "earlier früher",
    "additional zusätzlich zusätzliche zusätzlichen", "most meiste meisten", "least wenigste wenigsten",
    "largest größte größten größter größtes", "smallest kleinste kleinsten",
    "highest höchste höchsten höchster höchstes", "lowest niedrigste niedrigsten", "longest längste längsten längster",
    "shortest kürzeste kürzesten", "oldest älteste ältesten ältester", "youngest jüngste jüngsten",
    "newest neueste neuesten", "deepest tiefste tiefsten", "fastest schnellste schnellsten",
    "heaviest schwerste schwersten", "richest reichste reichsten",
    "rose stieg stiegen gestiegen wuchs wuchsen gewachsen erhöhte erhöhten erhöht kletterte kletterten",
    "increased zugenommen zugelegt angezogen", "rises steigt steigen wächst klettert",
    "fell fiel fielen gefallen sank sanken gesunken", "decreased abgenommen nachgegeben", "drops fällt sinkt sinken",
    "halved halbiert halbierte halbierten", "surplus überschuss überschusses überschüsse",
    "deficit defizit defizits defizite", "right richtig richtige richtigen", "doubled verdoppelt verdoppelte",
    "shrank schrumpfte schrumpften geschrumpft", "declined zurück zurückgegangen gesenkt senkte",
    "loss verlust verluste verlusten verlusts",
    "imported importierte importierten importiert", "exported exportierte exportierten exportiert",
    "fired entließ entließen entlassen", "hired eingestellt", "created schuf schufen", "cut abgebaut gestrichen strich",
    "support unterstützen", "supports unterstützt", "supported unterstützte unterstützten befürwortet befürworten",
    "oppose lehnen", "opposes lehnt", "rejected abgelehnt ablehnte ablehnten", "approved angenommen gebilligt",
    "denied dementierte dementierten dementiert bestritt bestritten bestreitet", "wounded verletzt verletzte",
    "increase anstieg zuwachs zunahme erhöhung wachstum", "decrease rückgang abnahme", "lost verlor verloren verlieren",
    "gained gewann gewannen", "won gewonnen gewinnt", "grew wachsen",
    "except außer ausgenommen", "rest restliche restlichen", "remaining übrige übrigen verbleibende verbleibenden",
    "respectively jeweils", "instead statt anstatt anstelle", "against gegenüber gegen",
    "compared verglichen vergleich", "unlike anders", "overtook überholte überholten überholt",
    "beat schlug schlugen besiegte besiegten", "satisfied zufrieden zufriedene zufriedenen",
    "dissatisfied unzufrieden unzufriedene unzufriedenen",
    "difference differenz unterschied abstand", "following folgende folgenden", "predecessor vorgänger",
    "successor nachfolger", "two zweien zweier", "three dreien dreier",
    "false falsch falsche falschen falscher falsches", "hoax falschmeldung falschmeldungen", "untrue unwahr",
    "rumour gerücht gerüchte gerüchts", "debunked widerlegt widerlegte", "incorrect unzutreffend fehlerhaft",
    "wrongly irrtümlich fälschlich fälschlicherweise", "misleading irreführend", "fake gefälscht gefälschte",
    "unfounded haltlos unbegründet",
    "promised versprach versprachen versprochen verspricht zugesagt", "pledged gelobte gelobten",
    "threatened drohte drohten gedroht", "threatens droht drohen", "warned warnte warnten gewarnt", "warns warnt",
    "demanded forderte forderten gefordert", "demand fordert fordern forderung", "considering erwägt erwägen erwog",
    "planned plante planten", "wanted wollte wollten", "sought strebte strebten angestrebt",
    "announced kündigte kündigten angekündigt", "intended beabsichtigt beabsichtigte", "proposed vorgeschlagen",
    "expects erwarten erwartete erwarteten",
    # Time.
    "monday montag montags", "tuesday dienstag dienstags", "wednesday mittwoch mittwochs",
    "thursday donnerstag donnerstags", "friday freitag freitags", "saturday samstag samstags sonnabend",
    "sunday sonntag sonntags", "weekend wochenende", "morning morgens vormittag", "evening abend abends",
    "night nacht nachts", "spring frühling frühjahr", "summer sommer", "autumn herbst", "winter",
    "daily täglich tägliche täglichen", "weekly wöchentlich", "monthly monatlich",
    "annual jährlich jährliche jährlichen", "hourly stündlich", "century jahrhundert jahrhunderts jh jhd jhdt",
    "beginning beginn",
    "old alt alte alten alter altes", "new neu neue neuen neuer neues", "last letzte letzten letzter",
    "next nächste nächsten", "first erste ersten erster erstes erstem", "previous vorige vorigen vorherige",
    "early früh frühe frühen", "shortly kurz", "late spät späte späten", "half halb halbe halben halbes hälfte halber",
    "age lebensalter", "average durchschnittlich durchschnitt durchschnittliche", "total insgesamt gesamt",
    "together zusammen gemeinsam", "planned geplant geplante geplanten", "plan plant planen", "expected erwartet",
    "estimated geschätzt", "allegedly angeblich mutmaßlich mutmaßliche mutmaßlichen", "target ziel",
    "alleged vorgeworfen vorwirft", "accused beschuldigt beschuldigte beschuldigten", "suspected verdächtigt",
    # Measures and what they measure.
    "height höhe", "high hoch hohe hohen hoher hohes", "depth tiefe", "deep tief tiefen tiefer", "length länge",
    "width breite", "wide breit breite", "weight gewicht", "weighs wiegt wiegen wog", "heavy schwer", "area fläche",
    "speed geschwindigkeit", "temperature temperatur temperaturen", "distance entfernung strecke",
    "capacity kapazität", "costs kostet kosten", "cost kostete kosteten gekostet", "price preis preise preises",
    "revenue umsatz umsätze umsatzes", "profit gewinn gewinne gewinns", "share anteil anteile", "number zahl anzahl",
    "turnout wahlbeteiligung", "unemployment arbeitslosigkeit", "inflation", "budget haushalt etat",
    "lasted dauerte dauerten gedauert", "lasts dauert dauern", "takes nimmt", "measures misst", "covers umfasst",
    # Who and what is counted.
    "people menschen personen person leute einwohner einwohnern einwohnerinnen",
    "members mitglied mitglieder mitgliedern",
    "employees mitarbeiter mitarbeitern mitarbeiterinnen beschäftigte beschäftigten angestellte angestellten",
    "jobs arbeitsplätze arbeitsplätzen stellen", "workers arbeiter arbeitern", "women frau frauen",
    "men mann männer männern", "children kind kinder kindern",
    "students studenten studierende studierenden schüler schülern", "visitors besucher besuchern besucherinnen",
    "passengers passagiere passagieren fahrgäste fahrgästen", "seats sitz sitze sitzen plätze plätzen",
    "votes stimme stimmen", "deaths tote toten todesfälle todesopfer", "injured verletzte verletzten",
    "houses haus häuser häusern hauses", "homes wohnung wohnungen", "households haushalte haushalten",
    "rooms zimmer zimmern räume", "floors stockwerke stockwerken etagen", "ships schiff schiffe schiffen",
    "cars auto autos wagen", "trains zug züge zügen", "planes flugzeug flugzeuge flugzeugen",
    "countries land länder ländern landes", "states staat staaten bundesländer", "city stadt städte städten",
    "village dorf dörfer dorfes", "company unternehmen unternehmens firma firmen konzern",
    "club verein vereins vereine klub", "school schule schulen", "university universität",
    "hospital krankenhaus krankenhauses hospital", "hospitals krankenhäuser krankenhäusern", "bridge brücke",
    "bridges brücken", "tower turm turms turmes", "towers türme türmen", "road straße straßen",
    "river fluss flusses flüsse", "lake see sees", "mountain berg berges", "island insel inseln",
    "port hafen hafens häfen", "tunnel tunnel tunnels", "canal kanal kanals", "dam damm staudamm talsperre",
    "wall mauer", "church kirche kirchen", "museum museum museums", "library bibliothek bibliotheken",
    "bank bank banken", "factory fabrik fabriken werk werke", "mill mühle", "mine bergwerk",
    "forest wald waldes wälder", "trees baum bäume bäumen", "book buch buches", "books bücher büchern",
    "film film filme films", "ship dampfer", "government regierung", "parliament parlament parlaments",
    "law gesetz gesetzes", "laws gesetze", "president präsident präsidentin präsidenten", "war krieg krieges kriegs",
    "election wahl wahlen", "team mannschaft", "teams mannschaften team teams", "game spiel spiele", "goals tore toren",
    "population bevölkerung", "line linie linien", "article artikel artikels", "paragraph paragraf absatz",
    "section abschnitt §", "chapter kapitel kapitels", "page seite seiten", "figure abbildung", "table tabelle",
    "room raum", "flight flug", "track gleis gleise gleisen", "lanes fahrspuren spuren", "power leistung",
    "energy energie", "water wasser", "oil öl", "gas", "steel stahl", "wheat weizen", "wine wein", "grid netz",
    "beds betten", "copies exemplare exemplaren", "pages blätter", "strike streik", "fire brand feuer", "storm sturm",
    "earthquake erdbeben", "accident unfall unfälle", "crew besatzung", "shop laden geschäft",
    "station bahnhof bahnhofs", "stations bahnhöfe stationen", "airport flughafen flughafens", "cathedral dom",
    "building gebäude gebäudes", "buildings gebäuden", "world welt", "north norden nördlich", "south süden südlich",
    "east osten östlich", "west westen westlich", "german deutsch deutsche deutschen deutscher deutsches",
    "european europäische europäischen europäischer",
    # What happens.
    "opened eröffnet eröffnete eröffneten öffnete geöffnet", "closed geschlossen schloss schließt",
    "built gebaut baute bauten erbaut errichtet", "completed fertiggestellt vollendet abgeschlossen",
    "founded gegründet gründete gründeten", "began begann begannen begonnen startete gestartet",
    "ended endete endeten geendet beendet", "died starb starben gestorben", "born geboren",
    "killed getötet tötete töteten", "survived überlebt überlebte überlebten", "saved rettete retteten gerettet",
    "elected gewählt wählte", "appointed ernannt", "resigned zurückgetreten", "discovered entdeckt entdeckte",
    "invented erfunden erfand", "published veröffentlicht veröffentlichte", "released erschien erschienen",
    "sold verkauft verkaufte verkauften", "bought gekauft kaufte kauften erworben erwarb", "introduced eingeführt",
    "abolished abgeschafft", "destroyed zerstört", "demolished abgerissen", "signed unterzeichnet unterschrieben",
    "launched gestartete", "landed landete gelandet", "sank untergegangen", "married heiratete geheiratet",
    "moved zog umgezogen", "merged fusionierte fusioniert", "employs beschäftigt beschäftigen", "employed beschäftigte",
    "handled umgeschlagen", "produces produziert produzieren erzeugt", "produced produzierte produziert",
    "used verbrauchte verbrauchten genutzt", "uses verbraucht nutzt", "received erhielt erhielten erhalten",
    "paid zahlte zahlten gezahlt bezahlt", "earned verdiente verdient", "lives lebt wohnt", "live leben wohnen",
    "voted stimmten stimmte gestimmt", "fell einstürzte", "crossed überquerte", "reached erreichte erreicht",
    "counted zählte zählten gezählt", "counts zählt zählen", "arrived kam kamen", "left verließ verlassen",
    "holds fasst", "starts beginnt beginnen", "ends endet enden", "public öffentlich öffentliche öffentlichen",
    "private privat private privaten", "male männlich männliche", "female weiblich weibliche weiblichen",
    "foreign ausländische ausländischen", "urban städtische", "rural ländliche", "northern nördliche nördlichen",
    "southern südliche südlichen", "eastern östliche östlichen", "western westliche westlichen",
)  # fmt: skip
NAMES = {
    **renamed(
        "germany deutschland deutschlands", "europe europa europas", "france frankreich frankreichs",
        "austria österreich österreichs", "switzerland schweiz", "italy italien italiens", "spain spanien spaniens",
        "poland polen polens", "russia russland russlands", "munich münchen münchens", "cologne köln kölns",
        "vienna wien wiens", "nuremberg nürnberg nürnbergs", "hanover hannover hannovers", "danube donau",
        "rhine rhein rheins", "turkey türkei", "greece griechenland griechenlands", "hungary ungarn ungarns",
        "norway norwegen norwegens", "sweden schweden schwedens", "denmark dänemark dänemarks",
        "netherlands niederlande niederlanden", "belgium belgien belgiens", "rome rom roms", "moscow moskau moskaus",
        "prague prag prags", "warsaw warschau", "zurich zürich zürichs", "geneva genf genfs",
        "brussels brüssel brüssels",
    ),
    **{name: month for name, month in MONTH_NAMES.items() if len(name) > 3 or name == "mai"},
}  # fmt: skip
"""Words that keep their capital; months of three letters are read in dates only."""
