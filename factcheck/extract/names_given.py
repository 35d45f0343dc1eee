"""First names and places: what tells a person or a place from a company."""

from __future__ import annotations

from factcheck.extract.grammar import words

FEMALE = words(
    "anna maria julia laura sarah lisa emma mia hannah lea lena sophie sofia marie katharina christine christina "
    "petra sabine susanne andrea angela annalena ursula claudia martina nicole stefanie stephanie birgit karin "
    "ingrid helga gisela monika renate ulrike heike anja nadine nancy franziska eva elke kerstin sandra melanie "
    "johanna charlotte mary patricia jennifer linda elizabeth barbara susan jessica karen emily kimberly margaret "
    "michelle carol amanda rachel helen catherine kate jane alice grace olivia janet diana rebecca clara nina paula "
    "ruth simone teresa theresa christiane gerda frieda bettina silke katja tanja lucy mette giorgia kamala hillary "
    "jill"
)
MALE = words(
    "peter michael thomas andreas stefan stephan christian martin frank jürgen klaus hans wolfgang bernd uwe ralf "
    "rolf jens torsten thorsten jörg dirk markus matthias sebastian alexander daniel david jan lukas leon paul "
    "felix max maximilian tim tom oliver olaf robert friedrich karl carl heinrich helmut gerhard dieter manfred "
    "günter günther werner horst walter johannes joachim ulrich volker rainer reinhard norbert philipp florian "
    "tobias fabian simon jonas moritz anton james john william richard joseph charles christopher matthew anthony "
    "mark donald steven stephen andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey jeff "
    "ryan jacob gary nicholas eric jonathan larry justin scott brandon benjamin samuel gregory patrick jack dennis "
    "jerry tyler aaron henry adam elon bill steve jensen satya joe barack emmanuel boris keir rishi vladimir josef "
    "hubert erik lars ben sam arthur albert ludwig otto ernst"
)
PLACES = words(
    "street senate house hurricane storm court river lake university "
    "germany france britain england scotland wales ireland spain italy portugal poland austria switzerland belgium "
    "netherlands denmark sweden norway finland russia ukraine china japan india taiwan korea canada mexico brazil "
    "australia europe asia africa america berlin hamburg munich cologne frankfurt paris london rome madrid lisbon "
    "warsaw vienna bern brussels amsterdam copenhagen stockholm oslo helsinki moscow kyiv beijing tokyo delhi "
    "washington ottawa deutschland frankreich großbritannien schottland irland spanien italien polen österreich "
    "schweiz belgien niederlande dänemark schweden norwegen finnland russland indien kanada mexiko brasilien "
    "australien europa asien afrika amerika usa uk eu münchen köln stuttgart leipzig dresden bremen hannover rom "
    "warschau wien brüssel kopenhagen moskau kiew peking tokio bayern sachsen hessen thüringen brandenburg "
    "california texas bonn zürich genf shanghai bavaria geneva zurich york chicago boston seattle dortmund essen"
)
"""Countries, regions and cities, in English and German, and words that make a name one of no company."""
