"""English names of units and currencies."""

from __future__ import annotations


def _names(*lines: str) -> dict[str, str]:
    """Names mapped to the symbol that stands first in their line."""
    return {name: line.split()[0] for line in lines for name in line.split()}


# Ambiguous abbreviations are left out where a wrong reading would be worse than none: "in", "oz", "pt", "C", "A".
UNIT_WORDS: dict[str, str] = _names(
    "nm nanometre nanometres nanometer nanometers",
    "µm micrometre micrometres micrometer micrometers micron microns μm",
    "mm millimetre millimetres millimeter millimeters",
    "cm centimetre centimetres centimeter centimeters",
    "m metre metres meter meters",
    "km kilometre kilometres kilometer kilometers kms",
    "in inch inches",
    "ft foot feet",
    "yd yard yards",
    "mi mile miles",
    "ha hectare hectares",
    "acre acres",
    "km² sqkm",
    "m² sqm",
    "dm²",
    "cm²",
    "mm²",
    "mm³",
    "m³",
    "km³",
    "ml cm³ millilitre millilitres milliliter milliliters",
    "l dm³ litre litres liter liters",
    "hl hectolitre hectolitres",
    "gal gallon gallons",
    "pint pints",
    "bbl barrel barrels",
    "mg milligram milligrams",
    "µg microgram micrograms",
    "g gram grams gramme grammes",
    "kg kilogram kilograms kilo kilos kilogramme kilogrammes",
    "t tonne tonnes",
    "ton tons",
    "oz ounce ounces",
    "lb lbs",
    "stone stones",
    "mph",
    "kn knot knots",
    "kWh kwh",
    "MWh mwh",
    "GWh gwh",
    "TWh twh",
    "kcal kcals kilocalorie kilocalories",
    "W watt watts",
    "kW kw kilowatt kilowatts",
    "MW mw megawatt megawatts",
    "GW gw gigawatt gigawatts",
    "V volt volts",
    "Hz hz hertz",
    "MHz mhz megahertz",
    "GHz ghz gigahertz",
    "KB kb kilobyte kilobytes",
    "MB mb megabyte megabytes",
    "GB gb gigabyte gigabytes",
    "TB tb terabyte terabytes",
    "Mbit megabit megabits mbit",
    "Gbit gigabit gigabits gbit",
    "dB db decibel decibels",
    "‰ permille promille",
    "deg degree degrees °",
    "s second seconds sec secs",
    "min minute minutes mins",
    "h hour hours hrs hr",
    "d day days",
    "wk week weeks",
    "mo month months",
    "yr year years yrs",
    "decade decades",
    "century centuries",
)
UNIT_WORDS.pop("in")
UNIT_WORDS.pop("oz")

CURRENCY_WORDS: dict[str, str] = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "yen": "JPY", "rupee": "INR", "rupees": "INR",
    "yuan": "CNY", "renminbi": "CNY", "franc": "CHF", "francs": "CHF", "pound": "GBP", "pounds": "GBP",
    "rouble": "RUB", "roubles": "RUB", "rubles": "RUB", "lira": "TRY", "crowns": "crown", "kroner": "krone",
    "kronor": "krone", "pesos": "peso",
}  # fmt: skip
SMALL_MONEY: dict[str, str] = {"cent": "", "cents": "", "penny": "GBP", "pence": "GBP"}
