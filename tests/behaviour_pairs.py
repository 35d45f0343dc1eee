"""Pairs of evidence and claim with the stance a careful reader gives them, written by hand for the behaviour tests."""

from __future__ import annotations

from factcheck.datatypes import Stance

S, C, N = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEUTRAL

BRIDGE = "The Lenno bridge was opened to traffic in May 1964 after four years of construction; it is 1,240 metres long."
MERGER = "Harwick Foods bought its smaller rival Delmar for 300 million euros, and Delmar's founder left the board."
TRIAL = "The court acquitted the mayor of Oldenau of bribery but fined her deputy 20,000 euros."
MATCH = "Brenthal beat Sudhafen 3-1 in the final, although Sudhafen had taken the lead before the break."
STUDY = "Of the 480 patients in the study, a quarter reported headaches; nobody had to be treated in hospital."
LAKE = "Lake Ostrin freezes over in most winters, yet the ferry has not been cancelled once since 2011."

PAIRS: tuple[tuple[str, str, Stance, str], ...] = (
    (BRIDGE, "The Lenno bridge has been in use since the 1960s.", S, "number"),
    (BRIDGE, "The Lenno bridge is more than one kilometre long.", S, "number"),
    (BRIDGE, "The Lenno bridge was opened in 1974.", C, "number"),
    (BRIDGE, "The Lenno bridge is shorter than one kilometre.", C, "number"),
    (BRIDGE, "It took four years to build the Lenno bridge.", S, "number"),
    (BRIDGE, "The Lenno bridge cost more than planned.", N, "open"),
    (BRIDGE, "The river Amper flows through four countries.", N, "unrelated"),
    (MERGER, "Delmar was taken over by Harwick Foods.", S, "swap"),
    (MERGER, "Harwick Foods was taken over by Delmar.", C, "swap"),
    (MERGER, "Delmar is larger than Harwick Foods.", C, "swap"),
    (MERGER, "The founder of Delmar is no longer on its board.", S, "negation"),
    (MERGER, "The founder of Delmar still sits on its board.", C, "negation"),
    (MERGER, "The takeover cost 500 million euros.", C, "number"),
    (MERGER, "Harwick Foods will close two of Delmar's factories.", N, "open"),
    (MERGER, "The summer was unusually dry in Portugal.", N, "unrelated"),
    (TRIAL, "The mayor of Oldenau was not convicted of bribery.", S, "negation"),
    (TRIAL, "The mayor of Oldenau was found guilty of bribery.", C, "negation"),
    (TRIAL, "The mayor's deputy has to pay 20,000 euros.", S, "swap"),
    (TRIAL, "The mayor of Oldenau was fined and her deputy was acquitted.", C, "swap"),
    (TRIAL, "The mayor of Oldenau has belonged to the same party for years.", N, "open"),
    (MATCH, "Sudhafen lost the final.", S, "swap"),
    (MATCH, "Sudhafen won the final.", C, "swap"),
    (MATCH, "Brenthal was never behind in the final.", C, "negation"),
    (MATCH, "Sudhafen scored the first goal of the final.", S, "swap"),
    (MATCH, "The final was played in front of 40,000 people.", N, "open"),
    (STUDY, "About 120 of the patients had headaches.", S, "number"),
    (STUDY, "Half of the patients had headaches.", C, "number"),
    (STUDY, "None of the patients was taken to hospital.", S, "negation"),
    (STUDY, "Several patients had to be taken to hospital.", C, "negation"),
    (STUDY, "The bakery on the corner sells rye bread.", N, "unrelated"),
    (LAKE, "There has been no winter since 2011 in which the ferry was cancelled.", S, "negation"),
    (LAKE, "Ice has forced the ferry to stop several times since 2011.", C, "negation"),
    (LAKE, "Lake Ostrin never freezes over.", C, "negation"),
    (LAKE, "Swimming in Lake Ostrin is forbidden.", N, "open"),
    (LAKE, "The parliament of Chile has two chambers.", N, "unrelated"),
)
