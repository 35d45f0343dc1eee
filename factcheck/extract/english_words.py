"""English words that readings and speakers rest on."""

from __future__ import annotations

from factcheck.extract.grammar import Grammar, words
from factcheck.extract.names_given import FEMALE, MALE, PLACES

_AUXILIARIES = words("is are was were has have had do does did will would can could may might must shall should am")
_IRREGULAR = words(
    "said told rose fell grew bought sold made built began became came went took gave got found held kept left led "
    "lost met paid put ran saw sent set shut spent stood taught thought understood won wrote spoke broke chose drew "
    "drove flew knew lay rode sank showed sought struck swore threw wore beat hit cut cost let read became fought "
    "brought caught felt hired overtook withdrew"
)
_REGULAR = words(
    "land weigh measure orbit sue score burn arrest charge injure survive elect award donate fund finance recall "
    "patent inspect flood migrate breed hatch vaccinate infect treat diagnose consume emit absorb store install "
    "launch assemble manufacture ship import rent lease mine drill extend connect link cross span attract educate "
    "train graduate retire celebrate renovate restore demolish replace relocate shrink mark divide share rank trade "
    "total average stem date accept accuse achieve acquire add admit adopt affect agree aim allow announce appear "
    "apply appoint approve argue ask attack avoid ban base believe belong blame block boost call cancel cause "
    "change charge claim climb close comment compete complain complete confirm consider contain continue contribute "
    "control cover create criticise criticize damage decide decline defend delay deliver demand deny depend "
    "describe design destroy develop die disclose discover double drop earn employ enter estimate exceed expand "
    "expect explain export face fail finish focus follow force gain generate happen help hope import improve "
    "include increase inform insist introduce invest investigate invite involve join jump kill last launch lead "
    "live lower maintain manage merge move need note obtain occur offer open operate oppose order own pass plan "
    "play plunge pledge point prevent produce promise propose protect prove provide publish pull push raise reach "
    "receive record recover reduce refuse reject release rely remain remove repeat replace report represent require "
    "resign respond result return reveal rule save say sell serve sign slow sound start state stop suffer suggest "
    "supply support surge suspend test threaten treat try tumble turn urge use view visit vote want warn wait work "
    "write worry buy build make take give know show think run hold keep lose pay spend stand win grow rise fall "
    "begin become come go get find bring cost speak tell seem host house stretch"
)


def _inflected(verb: str) -> set[str]:
    if verb.endswith(("ss", "sh", "ch", "x", "o")):
        return {verb + "es", verb + "ed"}
    if verb.endswith("y") and verb[-2] not in "aeou":
        return {verb[:-1] + "ies", verb[:-1] + "ied"}
    past = verb + ("d" if verb.endswith("e") else "ed")
    doubled = verb + verb[-1] + "ed" if verb in words("admit ban drop plan stop") else past
    return {verb + "s", past, doubled}


_FINITE = _AUXILIARIES | _IRREGULAR | {form for verb in _REGULAR for form in _inflected(verb)}
_BARE = words("say want need plan make use buy sell expect hope believe know think agree own build employ operate live")
"""Present plurals that are seldom nouns after a subject."""
_DETERMINERS = words(
    "the a an this that these those its their his her our my your no some any each every another both all"
)
_BEFORE_VERBLESS = _DETERMINERS | words("to of in on at for with by from")

_BEFORE_PARTICIPLES = words("been being be not also newly well highly so as more most less and or indeed need")


def _is_finite(word: str, before: str) -> bool:
    """A noun such as "reports" or "plans" is no verb after a determiner or a preposition."""
    if before in _BEFORE_VERBLESS:
        return False
    past = word.endswith("ed") and len(word) > 4 and before not in _AUXILIARIES and before not in _BEFORE_PARTICIPLES
    return word in _FINITE or word in _BARE or past


_COMPANY_THINGS = words(
    "revenue revenues shares share profit profits sales chief headquarters employees workforce stock earnings "
    "turnover ceo founder chairman board customers factories factory subsidiary market"
)
"""After "its" these belong to a company, not to a thing."""
_LEANING = words(
    "shares stock profit profits revenue club party regulator "
    "report study city town country agency ministry decision plan move deal agreement law project product device "
    "building authors researchers team pair two three survey ruling court proposal document minister mayor suspect "
    "victim driver accident fire incident increase decline drop figure figures number results result bill measure "
    "measures"
)
"""After "the", and before a verb, these were told of before."""
_TIMES = words(
    "year week month morning afternoon evening quarter summer winter spring autumn weekend season decade time"
)
"""After "this" these are told by the date of the article."""
_PROFORMS = (
    "As a result", "Therefore", "Thus", "Instead", "Then", "There,", "The latter", "The former,", "Afterwards",
    "Others", "One of them", "Neither", "For example", "By contrast", "In contrast", "In response",
    "Since then", "By then", "At the time", "Two years later", "A year later", "That", "Likewise", "Similarly",
    "Another", "All of them", "So ",
)  # fmt: skip
"""Starts that point at the sentence before, and only there."""
_EMPTY_IT = words(
    "clear unclear likely unlikely possible impossible expected believed thought known said estimated important "
    "necessary true rumoured reported feared hoped easy hard difficult not rained snowed time"
)
"""After "It is", where "it" stands for nothing."""
_ROLES = words(
    "spokesman spokeswoman spokesperson minister president chancellor mayor judge lawyer director analyst man "
    "woman boy girl son daughter father mother brother sister wife husband predecessor successor officer driver "
    "teacher doctor author actor actress singer king queen governor senator colleague friend boss"
)
_PASSED_OVER = (
    _TIMES
    | _ROLES
    | words(
        "day hour century pandemic share dozen half third few lot total number percentage end start beginning "
        "rest price cost people children men women world market economy profit loss revenue turnover income output "
        "forecast outlook guidance target dividend debt workforce headcount staff statement rise fall increase "
        "decline drop record demand"
    )
)

ENGLISH = Grammar(
    lang="en",
    is_finite=_is_finite,
    determiners=_DETERMINERS,
    prepositions=words(
        "in on at of for with by from to into over under after before during since until between among against "
        "about through without within near despite via per as than like including unlike besides alongside across"
    ),
    subordinators=words(
        "that which who whom whose if when where because although though while whereas unless since until whether "
        "after before so than once as not neither either only lest provided what how why"
    ),
    common=words(
        "housing building hiring spending lending trading manufacturing shipping banking mining farming "
        "oil gas gold steel coal supply output people nothing everything work water snow rain fire war "
        "peace cash debt rent crime food traffic tourism "
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december inflation unemployment demand revenue sales growth trade production "
        "police congress parliament i we you it they he she the a an this that these those there here in on at for "
        "from with by after before during since until despite but and or if when while although because as both "
        "some many most all several few no not its their his her our my what who how why where which yet still "
        "however also moreover meanwhile nevertheless nonetheless furthermore instead then thus therefore according "
        "last next earlier later one two three four five six seven eight nine ten english german french chinese "
        "american british european russian japanese korean taiwanese swiss dutch italian spanish internet christmas "
        "easter profits shares prices researchers scientists experts analysts officials critics investors"
    ),
    companies=words(
        "company firm group manufacturer maker chipmaker carmaker automaker bank retailer startup start-up business "
        "corporation conglomerate airline publisher supplier insurer developer brewer steelmaker drugmaker operator "
        "giant"
    ),
    neutral=words("company firm group corporation"),
    singular=words("a an another one the this its their his her each every"),
    passed_over=_PASSED_OVER,
    titles=words(
        "mr mrs ms dr prof professor president chancellor minister senator governor mayor secretary executive ceo "
        "chairman chairwoman chair director founder analyst spokesman spokeswoman judge general captain king queen "
        "prince princess economist author editor officer head boss lawyer scientist researcher coach inspector"
    ),
    roles=_ROLES,
    female=FEMALE,
    male=MALE,
    places=PLACES,
    acting=words(
        "said says say told tells plans plan planned planning wants want wanted announced announces hired employs "
        "employ employed sold sells sell bought buys buy signed agreed argued denied reported hopes hope hoped "
        "refused invests invest invested filed declined apologised apologized decided developed develops develop "
        "warned believes believe believed owns own owned operates operate uses use relies rely pays pay paid joined "
        "resigned married wrote studied promised pledged posted"
    ),
    telling=words(
        "said says told tells reported reports wrote writes announced announces added adds explained explains "
        "claimed claims warned warns confirmed confirms argued argues stated states noted notes insisted insists"
    ),
    joiners=words("and but"),
    both=words("and"),
    openings=(
        "However,", "But", "And", "Moreover,", "Meanwhile,", "Nevertheless,", "Nonetheless,", "Furthermore,", "Still,",
        "In addition,",
        "Additionally,", "Also,", "Besides,", "Indeed,", "In fact,",
    ),
    company_things=_COMPANY_THINGS,
    leaning=_LEANING,
    times=_TIMES,
    proforms=_PROFORMS,
    empty_it=_EMPTY_IT,
    is_plural=words("are were have do").__contains__,
)  # fmt: skip
