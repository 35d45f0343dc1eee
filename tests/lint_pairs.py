"""Pairs of snippets that the thresholds of `factcheck evidence lint` were measured on; written for it by hand."""

from __future__ import annotations

Pair = tuple[str, str]

CONTRADICTING: tuple[Pair, ...] = (
    ("The bridge over the Lenne opened in May 2019.", "The bridge over the Lenne was still closed at the end of 2019."),
    ("The city council approved the new tram line.", "The city council rejected the new tram line."),
    ("The dam stores 40 million cubic metres of water.", "The dam stores 65 million cubic metres of water."),
    ("Nobody was injured in the fire at the depot.", "Three firefighters were injured in the fire at the depot."),
    ("The museum is open on Mondays.", "The museum is closed on Mondays."),
    ("The ferry company cut its fares by 10 percent.", "The ferry company raised its fares by 10 percent."),
    ("The vaccine is approved for children under twelve.", "The vaccine is not approved for children under twelve."),
    ("The plant employs about 900 people.", "The plant employs fewer than 500 people."),
    ("The mayor resigned in March 2021.", "The mayor stayed in office until the end of 2022."),
    ("All lifts at the station work again.", "Two of the three lifts at the station are still broken."),
    ("The treaty was signed by 34 states.", "The treaty was signed by 29 states."),
    ("The river is the longest in the region.", "The river is only the second longest in the region."),
    ("Das Stadion hat 25.000 Plätze.", "Das Stadion hat 31.000 Plätze."),
    ("Die Brücke ist seit Juni für Lastwagen gesperrt.", "Lastwagen dürfen die Brücke seit Juni wieder befahren."),
    ("Der Stadtrat lehnte den Bau der Schule ab.", "Der Stadtrat stimmte dem Bau der Schule zu."),
    ("Bei dem Brand wurde niemand verletzt.", "Bei dem Brand wurden zwei Menschen verletzt."),
    ("Das Museum ist montags geschlossen.", "Das Museum ist montags geöffnet."),
    ("Die Zahl der Fahrgäste stieg 2022 um acht Prozent.", "Die Zahl der Fahrgäste sank 2022 um acht Prozent."),
    ("Der Fluss führt kein Hochwasser mehr.", "Der Fluss führt weiterhin Hochwasser."),
    ("The museum is open on Mondays.", "Das Museum ist montags geschlossen."),
)
"""Both cannot be true of the same thing at the same time."""

COMPATIBLE: tuple[Pair, ...] = (
    ("The bridge over the Lenne opened in May 2019.", "The bridge over the Lenne cost 12 million euros."),
    ("The city council approved the new tram line.", "The city council postponed the new swimming pool."),
    ("The dam stores 40 million cubic metres of water.", "The dam was built between 1909 and 1913."),
    ("Nobody was injured in the fire at the depot.", "The fire at the depot destroyed eleven buses."),
    ("The museum is open on Mondays.", "The library is closed on Mondays."),
    ("The ferry company cut its fares by 10 percent.", "The ferry company carried 10 percent more passengers."),
    ("The vaccine is approved for children under twelve.", "The vaccine is given in two doses, four weeks apart."),
    ("The plant employs about 900 people.", "The plant in the north employs 912 people."),
    ("The mayor resigned in March 2021.", "The mayor was elected in 2017."),
    ("All lifts at the station work again.", "The station has three lifts and two escalators."),
    ("The treaty was signed by 34 states.", "The treaty was ratified by 29 states."),
    ("The river is the longest in the region.", "The river is 112 kilometres long."),
    ("Das Stadion hat 25.000 Plätze.", "Das Stadion wurde 1998 eröffnet."),
    ("Die Brücke ist seit Juni für Lastwagen gesperrt.", "Autos dürfen die Brücke weiterhin befahren."),
    ("Der Stadtrat lehnte den Bau der Schule ab.", "Der Stadtrat stimmte dem Bau des Radwegs zu."),
    ("Bei dem Brand wurde niemand verletzt.", "Der Brand zerstörte eine Lagerhalle."),
    ("Das Museum ist montags geschlossen.", "Die Bibliothek ist montags geöffnet."),
    ("Die Zahl der Fahrgäste stieg 2022 um acht Prozent.", "Die Fahrpreise stiegen 2022 um acht Prozent."),
    ("The company sold 15 percent of its shares in May.", "The company bought back 3 percent of its shares in June."),
    ("The museum is open on Mondays.", "Das Museum zeigt Bilder des 19. Jahrhunderts."),
)
"""Both may be true; many share a subject, a number or a verb."""

NEAR: tuple[Pair, ...] = (
    (
        "The new bridge over the Lenne, which cost 12 million euros, opened in May 2019.",
        "The new bridge over the Lenne, which cost 12 million euros, was opened in May 2019.",
    ),
    (
        "Officials said the dam stores 40 million cubic metres of water when it is full.",
        "Officials say that the dam stores 40 million cubic metres of water when it is full.",
    ),
    (
        "The city council approved the new tram line on Tuesday evening after a long debate.",
        "After a long debate the city council approved the new tram line on Tuesday evening.",
    ),
    (
        "The treaty was signed by 34 states in Geneva and came into force two years later.",
        "The treaty was signed by 34 states in Geneva; it came into force two years later.",
    ),
    (
        "Das neue Stadion am Hafen hat 25.000 Plätze und wurde im August eröffnet.",
        "Das neue Stadion am Hafen hat 25.000 Plätze, im August wurde es eröffnet.",
    ),
    (
        "Die Zahl der Fahrgäste stieg 2022 nach Angaben der Verkehrsbetriebe um acht Prozent.",
        "Nach Angaben der Verkehrsbetriebe stieg die Zahl der Fahrgäste 2022 um acht Prozent.",
    ),
)
"""One says what the other says, nearly in its words."""

APART: tuple[Pair, ...] = (
    (
        "The new bridge over the Lenne, which cost 12 million euros, opened in May 2019.",
        "The new bridge over the Volme, which cost 9 million euros, opened in May 2020.",
    ),
    (
        "Officials said the dam stores 40 million cubic metres of water when it is full.",
        "Officials said the dam was last full in 2016, after a winter of heavy rain.",
    ),
    (
        "The city council approved the new tram line on Tuesday evening after a long debate.",
        "The city council did not approve the new tram line on Tuesday evening after a long debate.",
    ),
    (
        "The treaty was signed by 34 states in Geneva and came into force two years later.",
        "The treaty was ratified by parliament in Bern and came into force two weeks later.",
    ),
    (
        "Das neue Stadion am Hafen hat 25.000 Plätze und wurde im August eröffnet.",
        "Das alte Stadion am Bahnhof hat 12.000 Plätze und wurde im Mai abgerissen.",
    ),
    (
        "Die Zahl der Fahrgäste stieg 2022 nach Angaben der Verkehrsbetriebe um acht Prozent.",
        "Die Zahl der Fahrgäste sank 2022 nach Angaben der Verkehrsbetriebe um acht Prozent.",
    ),
)
"""Alike in words, but no duplicates."""
