"""German names of units and currencies, as their English ones.

Ambiguous names are left out: "Pfund" (weight and money), "Zentner" and "Morgen" (differ between regions).
"""

from __future__ import annotations

from factcheck.quantities.language import renamed

UNIT_NAMES = renamed(
    "nanometres nanometer nanometern",
    "micrometres mikrometer mikrometern",
    "mm millimeter millimetern",
    "cm zentimeter zentimetern",
    "metres meter metern meters",
    "km kilometer kilometern kilometers",
    "miles meile meilen",
    "feet fuß",
    "inches zoll",
    "hectares hektar ha",
    "km² quadratkilometer quadratkilometern qkm",
    "m² quadratmeter quadratmetern qm",
    "m³ kubikmeter kubikmetern",
    "ml milliliter millilitern",
    "litres liter litern",
    "hl hektoliter hektolitern",
    "barrels barrel fass",
    "mg milligramm",
    "µg mikrogramm",
    "grams gramm",
    "kg kilogramm kilo kilos",
    "tonnes tonne tonnen",
    "km/h stundenkilometer stundenkilometern",
    "knots knoten",
    "kwh kilowattstunde kilowattstunden",
    "mwh megawattstunde megawattstunden",
    "gwh gigawattstunde gigawattstunden",
    "twh terawattstunde terawattstunden",
    "kcal kilokalorie kilokalorien",
    "watts watt",
    "kilowatts kilowatt",
    "megawatts megawatt",
    "gigawatts gigawatt",
    "volts volt",
    "hertz",
    "megahertz",
    "gigahertz",
    "kilobytes kilobyte",
    "megabytes megabyte",
    "gigabytes gigabyte",
    "terabytes terabyte",
    "megabits megabit",
    "gigabits gigabit",
    "decibels dezibel",
    "degrees grad",
    "second sekunde",
    "seconds sekunden",
    "minute minute",
    "minutes minuten",
    "hour stunde",
    "hours stunden std",
    "day tag tages",
    "days tage tagen",
    "week woche",
    "weeks wochen",
    "month monat monats",
    "months monate monaten",
    "year jahr jahres",
    "years jahre jahren",
    "decade jahrzehnt",
    "decades jahrzehnte jahrzehnten",
    "centuries jahrhunderte jahrhunderten",
    "percent prozent",
)
AFTER_NUMBERS = frozenset(["fuß", "zoll", "knoten", "fass", "std"])
"""Names that mean something else where no number stands before them."""

CURRENCY_NAMES = renamed(
    "euros euro",
    "dollars dollar dollars",
    "yen",
    "yuan",
    "rupees rupie rupien",
    "francs franken",
    "roubles rubel",
    "lira lira lire",
    "kronor kronen",
    "pesos peso",
    "cents cent",
    "pence",
)
MORE_UNITS = {"km/h": "km/h", "joule": "J", "kilojoule": "kJ", "megajoule": "MJ", "uhr": "clock", "halbuhr": "clock12"}
"""Units that German has beside the English ones; those of the clock are made by ``german_tokens``."""
