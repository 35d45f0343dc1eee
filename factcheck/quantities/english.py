"""The English table."""

from __future__ import annotations

from factcheck.quantities.english_units import CURRENCY_WORDS, SMALL_MONEY, UNIT_WORDS
from factcheck.quantities.language import (
    Language,
    crossed,
    groups,
    index_bounds,
    listed,
    opposites,
    phrase_words,
    words,
)
from factcheck.quantities.records import Bound

_CARDINALS = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = listed(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_MONTHS = listed("january february march april may june july august september october november december")

_UP = listed(
    "more greater higher longer larger bigger older heavier wider taller deeper farther further faster stronger "
    "hotter warmer"
)
_DOWN = listed("less fewer lower shorter smaller younger lighter narrower cheaper slower colder cooler")
_NOT = ("no", "not", "never", "n't", "not any")
_LITTLE = ("just", "only just", "little", "a little", "slightly", "barely", "marginally", "a bit", "only slightly")
_VERBS_UP = listed("exceed exceeds exceeded exceeding top tops topped surpass surpasses surpassed")

_BEFORE = {
    Bound.MORE: crossed(_UP, ["than"])
    + "|over|above|beyond|in excess of|upwards of|well over|well above|much more than|far more than|"
    + crossed(_VERBS_UP, [""])
    + "|not up to|+|north of|past|passed|crossed",
    Bound.FEWER: crossed(_DOWN, ["than"])
    + "|under|below|well under|well below|far fewer than|not even|"
    + "|".join(f"not as {w} as" for w in listed("long high many much wide deep old tall heavy large big far fast")),
    Bound.AT_LEAST: crossed(_NOT, crossed(_DOWN, ["than"]).split("|"))
    + "|at least|a minimum of|minimum of|not under|not below|never under|never below|"
    + crossed(_NOT, ["fell below", "fall below", "fallen below", "falls below", "drop below", "dropped below"]),
    Bound.AT_MOST: crossed(_NOT, crossed(_UP, ["than"]).split("|"))
    + "|at most|up to|a maximum of|maximum of|within|as many as|as much as|not over|not above|never over|never above|"
    + crossed(["not", "never", "n't"], _VERBS_UP),
    Bound.ABOUT: "about|around|roughly|approximately|approx .|approx|some|circa|c .|ca .|ca|~|≈|close to|"
    "in the region of|an estimated|estimated at|broadly|something like|in the order of|nearer|about a",
    Bound.ALMOST: "nearly|almost|just under|just below|just short of|not quite|a little under|slightly under|"
    "slightly below|slightly less than|slightly fewer than|just less than|just fewer than|a little less than|"
    "a little fewer than|little less than|virtually|a little below|a bit less than|barely",
    Bound.JUST_OVER: crossed(_LITTLE, ["more than", "over", "above"]) + "|just over",
}
_AFTER = {
    Bound.AT_LEAST: "or more|or over|or older|or above|or higher|or longer|and over|and above|and older|at least|+",
    Bound.AT_MOST: "or less|or fewer|or under|or younger|or below|or lower|or shorter|at most|at the most|and under",
    Bound.ABOUT: "or so|or thereabouts",
}
_STOP = words(
    "a an the this that these those it its he his him she her they their them we our us you your i my me who whom "
    "whose "
    "which what of in on at to from by for with as into onto over under out up down off about than then so and or but "
    "if when while where there here is are was were be been being am has have had having do does did done will would "
    "shall should can could may might must also very just still yet already even not no nor never n't more most less "
    "least fewer much many some any all both each every other another such own same too only again once per s t "
    "between "
    "during after before since until till because through against among within without upon via now"
)

ENGLISH = Language(
    code="en",
    decimal=".",
    group=",",
    cardinals={**{w: n for n, w in enumerate(_CARDINALS)}, **{w: 20 + 10 * n for n, w in enumerate(_TENS)}},
    scales={
        "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
        "bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12, "hundreds": 0, "thousands": 0, "millions": 0,
        "billions": 0, "dozens": 0,
    },
    glued_scales={"k": 10**3, "m": 10**6, "bn": 10**9, "mn": 10**6, "b": 10**9, "tn": 10**12},
    ordinals={
        **{w: n for n, w in enumerate(_ORDINALS)}, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100,
        "thousandth": 1000,
    },
    ordinal_suffixes=words("st nd rd th"),
    denominators={
        **{w: n for n, w in enumerate(_ORDINALS) if n > 2}, **{w + "s": n for n, w in enumerate(_ORDINALS) if n > 2},
        "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
    },
    articles=words("a an"),
    joiner="and",
    half="half",
    units=UNIT_WORDS,
    currencies=CURRENCY_WORDS,
    small_money=SMALL_MONEY,
    percent=(("per", "cent"), ("percent",), ("%",), ("pct",), ("pc",)),
    points=(
        ("percentage", "points"), ("percentage", "point"), ("per", "cent", "points"), ("percent", "points"),
        ("pp",),
    ),
    bare_points=words("points"),
    multiples=words("times fold"),
    pound_words={
        **dict.fromkeys(words("weigh weighs weighed weighing weight heavy heavier lighter overweight"), "lb"),
        **dict.fromkeys(words("lost lose loses losing gained gain gains gaining shed sheds shedding"), "pound"),
        **dict.fromkeys(words("cost costs costing price priced pay pays paid paying worth spent spend fee fees"), ""),
    },
    months={**{w: n + 1 for n, w in enumerate(_MONTHS)}, **{w[:3]: n + 1 for n, w in enumerate(_MONTHS)}, "sept": 9},
    # Months from the first to the last that a season may touch; a year after a winter is ambiguous, so it spans 16.
    seasons={"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "fall": (9, 12), "winter": (0, 15)},
    parts={"early": (1, 5), "mid": (4, 9), "late": (8, 12)},
    edges={"start": (1, 3), "beginning": (1, 3), "end": (10, 12), "close": (10, 12), "middle": (4, 9)},
    century=words("century centuries"),
    date_links={
        "in": "at", "on": "at", "of": "at", "during": "at", "for": "at", "at": "at", "from": "since", "since": "since",
        "before": "before", "until": "until", "till": "until", "after": "after", "by": "by", "between": "at",
        "and": "at", "to": "at", "late": "at", "early": "at", "around": "at", "about": "at", "year": "at",
        "prior": "before", "through": "until", "than": "at",
    },
    shortly=words("shortly just soon"),
    count_links=words("for of to and or - – —"),
    counted_words=words(
        "people persons inhabitants residents souls citizens individuals workers employees staff jobs posts pupils "
        "students children women men boys girls members visitors guests tourists passengers patients customers "
        "voters votes seats beds homes houses households dwellings rooms deaths dead fatalities injured wounded "
        "soldiers troops refugees ships cars trains planes trees books goals copies pages"
    ),
    clock_marks={
        ("a", ".", "m", "."): 0, ("a", ".", "m"): 0, ("am",): 0, ("p", ".", "m", "."): 720, ("p", ".", "m"): 720,
        ("pm",): 720, ("o'clock",): None,
    },
    bounds_before=index_bounds(_BEFORE, -1),
    bounds_after=index_bounds(_AFTER, 0),
    bounding_words=phrase_words(_BEFORE) | words("shortly just soon year"),
    exact_words=words("exactly precisely"),
    range_opener="between",
    range_words=words("to - – — and"),
    reached="to",
    negations=words(
        "not no never none neither nor without cannot nobody nothing n't failed fails fail denied denies lacks lacked"
    ),
    prepositions=words("for of in on at to by with from among between against through into"),
    with_over=words(
        "hand hands handed handing turn turns turned turning sign signs signed signing"
    ),
    passing=words("past passed crossed"),
    with_top=words("to will would shall should can could may might must not never"),
    clause_words=words("and but while whereas although though who which because when after before if"),
    stop_words=_STOP,
    head_stops=words("- of the a an its their his her these those this all new other more further different"),
    change_before=words("by another further additional extra"),
    change_after=words(
        "more fewer less higher lower longer shorter larger smaller bigger older younger above below ahead behind "
        "further farther earlier later ago faster slower heavier lighter wider taller deeper short up down extra "
        "sooner before cheaper dearer warmer cooler colder hotter better worse upon apart off"
    ),
    moved=words(
        "rose rise rises risen rising fell fall falls fallen falling increased increases decreased decreases grew grow "
        "grows grown climbed jumped soared surged advanced dropped drops shrank declined declines slumped slid plunged "
        "plummeted tumbled slipped"
    ),
    per_words=words("per a an every each"),
    per_nouns=words(
        "head time piece square dose share person ticket unit night seat kilo bottle barrel copy visit trip"
    ),
    name_heads=words(
        "line lines number numbers no nos clause clauses section sections article articles paragraph paragraphs "
        "chapter chapters page pages room route flight version versions figure table item part phase level grade class "
        "platform gate track volume issue step appendix annex schedule rule formula group type model mark highway road "
        "junction runway channel district ward unit block lot exit pier berth apollo title act amendment directive "
        "regulation resolution"
    ),
    owners=words("the its their his her my our your this that these those all"),
    part_words=words(
        "percent cent % most some many few several half majority minority share part parts number numbers none each "
        "hundreds thousands dozens millions quarter quarters third thirds fifth fifths tenth tenths proportion"
    ),
    qualifiers=words(
        "average mean median total together altogether combined overall maximum minimum peak record target planned "
        "expected forecast estimated budgeted originally initially projected remaining left rest full half net gross "
        "daily weekly monthly yearly annual annually hourly cumulative monday tuesday wednesday thursday friday "
        "saturday "
        "sunday weekday weekend weekends morning evening night winter summer spring autumn north south east west "
        "northern "
        "southern eastern western upper lower old new former male female men women boys girls children adult adults "
        "domestic foreign public private urban rural single double outside inside first second third fourth last next "
        "all both previous largest smallest longest shortest highest lowest oldest youngest"
    ),
    age_words=words("old olds age aged ages aging ageing"),
    relative_words=words(
        "more less fewer later earlier following previous half third thirds quarter quarters fifth fifths fourth twice "
        "double doubled doubling halved tripled trebled times rest remaining remain remains remainder others other "
        "another additional plus minus except besides together combined altogether each every majority instead against "
        "compared unlike neighbour successor predecessor respectively difference increase decrease rose risen fell "
        "fallen grew grown dropped ahead behind than lead margin next "
        "beside alongside neighbouring"
    ),
    event_words=words(
        "abolished acquired annexed appointed approved assassinated became beat born bought built burned closed "
        "collapsed "
        "completed composed conquered created crashed crowned debuted declared defeated demolished destroyed devised "
        "died discovered dissolved drowned elected ended erected erupted established executed exploded finished flew "
        "founded inaugurated introduced invented joined killed landed launched left married merged moved murdered "
        "opened patented premiered published ratified released resigned retired sank signed sold started taken thrown "
        "unveiled won wrote written"
    ),
    comparing_words=words(
        "than unlike compared overtook overtaking overtakes beat beats beating surpassing outnumbered"
    ),
    modal_words=words(
        "will would could might may should if unless plan plans planned planning wants want goal target aims aim hopes "
        "refused demanded demand offer offered proposed proposes expected expects forecast predicted estimated "
        "estimates claim claims claimed allegedly draft option intended intends ordered hypothetical denied "
        "pledged pledge pledges promised promise promises vowed vow vows threatened threatens threat considering "
        "considers sought seeks seeking warned warns warning faces facing scheduled wanted requested hoped accused "
        "accuse accuses allege alleges alleged alleging suspected retracted withdrew budgeted earmarked"
    ),
    # "Called for", "agreed to", "can" and "capacity" cost more agreements that are right than wrong ones (train files).
    modal_phrases=(("set", "to"), ("due", "to", "be")),
    false_words=words(
        "false falsely hoax hoaxes rumour rumours rumor rumors myth untrue wrong wrongly incorrect incorrectly fake "
        "fabricated debunked refuted baseless unfounded misleading instead"
    ),
    light_words=words(
        "be lie lies lay lain stand stands stood remain remains remained stay stays stayed exist exists existed reach "
        "reaches reached come comes came own owns owned possess possesses possessed hold holds held contain contains "
        "contained include includes included including comprise comprises comprised consist consists consisted cover "
        "covers covered measure measures measured weigh weighs weighed height length width depth weight area distance "
        "size age old long high tall wide deep heavy large big small span spans spanned stretch stretches stretched "
        "extend extends extended last lasts lasted take takes took run runs ran go goes went continue continues "
        "continued live lives lived spend spends spent travel travels travelled count counts counted number numbers "
        "numbered total totals totalled amount amounts amounted account accounts accounted make makes made form forms "
        "formed represent represents represented constitute constitutes constituted estimate estimated use uses used "
        "part share percentage rate figure level year years month months week weeks day days time people"
    ),
    past_words=words("was were had"),
    present_words=words("is are has have"),
    groups=groups(
        "people person persons inhabitant inhabitants resident residents souls population individuals citizens",
        "worker workers employee employees staff workforce jobs job posts employ employs employed",
        "pupil pupils student students children learners",
        "home homes house houses household households dwelling dwellings",
        "dead deaths death died killed killing kills dying die fatalities lives",
        "injured hurt wounded injuries",
        "seat seats", "member members", "visitor visitors guests guest tourists",
        "depth deep deeper", "height high tall higher taller altitude elevation rises rise rose above",
        "length long longer span spans", "width wide wider broad across diameter",
        "weight weigh weighs weighed weighing heavy mass heavier",
        "cost costs price priced prices paid pay pays fee charge charges charged",
        "open opened opens opening inaugurated", "build built building construction constructed erected",
        "finish finished complete completed completion", "found founded established foundation",
        "start started begin began begun launch launched", "close closed closure shut", "revenue sales turnover income",
        "share proportion percentage", "vote votes voters voted", "buy bought acquired purchase purchased acquire",
        "win won winner winning", "born birth", "discover discovered discovery",
        # Forms that no ending shows.
        "fly flew flown flight", "take took taken", "come came", "go went gone", "write wrote written",
        "get gets got gotten receive receives received", "give gave given", "see saw seen", "hold held", "keep kept",
        "lead led", "lose lost", "make made", "run ran",
        "sell sold", "send sent", "sink sank sunk", "speak spoke spoken", "spend spent", "stand stood",
        "steal stole stolen", "teach taught", "tell told", "think thought", "throw threw thrown",
        "wear wore worn", "fall fell fallen",
        "grow grew grown growth", "become became", "break broke broken", "bring brought", "catch caught",
        "choose chose chosen", "draw drew drawn", "drive drove driven", "eat ate eaten", "fight fought", "leave left",
        "meet met", "shoot shot", "sing sang sung", "sleep slept", "strike struck", "know knew known", "feed fed",
        "freeze froze frozen", "hide hid hidden", "ride rode ridden",
    ),
    opposites=opposites(
        "rise rose risen rising increase increased increases grow grew grown growth climb climbed gain gained add "
        "added jump jumped soar soared surge surged raise raised raises advance advanced strengthen strengthened "
        "higher rises grows climbs climbing gains gaining soars jumps surges doubled doubles tripled trebled|"
        "fall fell fallen falling decrease decreased decreases drop dropped shrink shrank shrunk decline declined lose "
        "lost cut slumped slid plunge plunged plummeted tumbled slipped reduce reduced reduces weaken weakened lowered "
        "lower falls drops declines declining dropping shrinks slides sliding dwindled halved halves",
        "profit profits|loss losses",
        "surplus surpluses|deficit deficits",
        "right|wrong",
        "import imports imported|export exports exported",
        "hire hired created|fired dismissed cut axed",
        "backed support supports supported approved|oppose opposes opposed rejected blocked",
        "trust|distrust",
        "effective|ineffective",
        "killed|wounded injured hurt",
        "killed died|survived saved rescued",
        "convicted|acquitted",
        "inflow|outflow",
        "more greater higher|less fewer lower",
        "first|last second",
        "win won|lose lost",
        "buy bought|sell sold",
        "open opened|close closed shut",
        "oldest older old|newest newer youngest younger new",
        "largest larger biggest bigger|smallest smaller",
        "longest longer|shortest shorter",
        "highest|lowest",
        "most|fewest least",
        "north northern|south southern",
        "east eastern|west western",
        "men male boys|women female girls",
        "arrive arrived|leave left depart departed",
        "birth births born|death deaths died",
        "start started began begin|end ended finish finished",
        "early earlier|late later",
        "cheaper cheapest|dearer dearest",
        "fast faster|slow slower",
        "inside|outside",
        "maximum|minimum",
        "daily|weekly monthly yearly annual",
        "month monthly|year yearly annual",
        "accept accepted approved|reject rejected refused",
    ),
    sided_words=words("is are was were be been vote votes voted voting voters respondents members people"),
    directions=opposites("for|against", "up|down", "this|last"),
    endings=("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y"),
)  # fmt: skip
