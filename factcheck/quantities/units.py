"""Units: their dimension and their size in SI units. Names in a language are in that language's table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from factcheck.quantities.language import words
from factcheck.quantities.records import Kind, Quantity

DAY = Fraction(86400)
YEAR = DAY * Fraction("365.25")
TON_SHARE = Fraction(1, 10)
"""By how much a ton may differ from a tonne: a short ton is 907 kg."""

_OF_A_HUNDRED = re.compile(r"per ?cent|prozent|pp")
"""Shows percentage points that are written out."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; a value in it is ``value * factor + offset`` in the SI unit ``si``."""

    symbol: str
    si: str
    factor: Fraction
    offset: Fraction = Fraction(0)
    kind: Kind = Kind.MEASURE


def _table(si: str, sizes: str, kind: Kind = Kind.MEASURE) -> dict[str, Unit]:
    """Units from ``symbol=factor`` pairs."""
    pairs = (item.split("=") for item in sizes.split())
    return {symbol: Unit(symbol, si, Fraction(factor), kind=kind) for symbol, factor in pairs}


# Factors: BIPM SI brochure (9th edition) and the international yard and pound agreement of 1959; the others are
# exact by definition. Gallon and pint differ between countries: they are kept apart, never converted. So does the ton,
# of 907 to 1016 kg: it has that of a tonne, and ``same_unit`` tells where that is enough. A "pound" is one of which the
# words around it do not say whether it is a weight or money, "points" are those that may be of a league.
UNITS: dict[str, Unit] = {
    **_table("m", "nm=1/1000000000 µm=1/1000000 mm=1/1000 cm=1/100 dm=1/10 m=1 km=1000"),
    **_table("m", "in=0.0254 ft=0.3048 yd=0.9144 mi=1609.344 nmi=1852 ly=9460730472580800 au=149597870700"),
    **_table("m2", "mm²=1/1000000 cm²=1/10000 dm²=1/100 m²=1 ha=10000 km²=1000000"),
    **_table("m2", "acre=4046.8564224 mi²=2589988.110336 ft²=0.09290304"),
    **_table("m3", "mm³=1/1000000000 ml=1/1000000 cl=1/100000 dl=1/10000 l=1/1000 m³=1 km³=1000000000 hl=1/10"),
    **_table("gal", "gal=1"),
    **_table("pint", "pint=1"),
    **_table("ton", "ton=1000"),
    **_table("pound", "pound=1"),
    **_table("bbl", "bbl=1"),
    **_table("kg", "µg=1/1000000000 mg=1/1000000 g=1/1000 kg=1 t=1000 kt=1000000 Mt=1000000000 Gt=1000000000000"),
    **_table("kg", "oz=0.028349523125 lb=0.45359237 stone=6.35029318"),
    **_table("m/s", "m/s=1 km/h=5/18 mph=0.44704 kn=463/900"),
    **_table("J", "J=1 kJ=1000 MJ=1000000 GJ=1000000000 Wh=3600 kWh=3600000 MWh=3600000000 GWh=3600000000000"),
    **_table("J", "TWh=3600000000000000 cal=4.184 kcal=4184"),
    **_table("W", "mW=1/1000 W=1 kW=1000 MW=1000000 GW=1000000000 TW=1000000000000"),
    **_table("V", "V=1 kV=1000"),
    **_table("A", "A=1"),
    **_table("Hz", "Hz=1 kHz=1000 MHz=1000000 GHz=1000000000"),
    **_table("B", "B=1 KB=1000 MB=1000000 GB=1000000000 TB=1000000000000 PB=1000000000000000"),
    **_table("bit", "bit=1 kbit=1000 Mbit=1000000 Gbit=1000000000"),
    **_table("Pa", "Pa=1 hPa=100 kPa=1000 MPa=1000000 mbar=100 bar=100000"),
    **_table("dB", "dB=1"),
    **_table("deg", "deg=1"),
    **_table("s", "ns=1/1000000000 ms=1/1000 s=1 min=60 h=3600 d=86400 wk=604800", Kind.DURATION),
    **_table("s", "mo=2629800 yr=31557600 decade=315576000 century=3155760000", Kind.DURATION),
    "K": Unit("K", "K", Fraction(1)),
    "°C": Unit("°C", "K", Fraction(1), Fraction("273.15")),
    "°F": Unit("°F", "K", Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
    # Minutes since midnight; the second is of either half of the day, as "half past three" is.
    "clock": Unit("clock", "clock", Fraction(1), kind=Kind.CLOCK),
    "clock12": Unit("clock12", "clock", Fraction(1), kind=Kind.CLOCK),
    "%": Unit("%", "%", Fraction(1), kind=Kind.PERCENT),
    "‰": Unit("‰", "%", Fraction(1, 10), kind=Kind.PERCENT),
    "points": Unit("points", "points", Fraction(1), kind=Kind.POINTS),
    # Written alike, so that "5 points" for "5 percentage points" is no number put in another way.
    "pp": Unit("points", "pp", Fraction(1), kind=Kind.POINTS),
    "x": Unit("x", "x", Fraction(1), kind=Kind.MULTIPLE),
}
CURRENCIES = {
    "$": "USD",
    "€": "EUR",
    "DM": "DEM",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
}
CURRENCY_CODES = words(
    "USD EUR GBP JPY INR KRW RUB TRY ILS CHF CNY RMB SEK NOK DKK PLN CZK HUF CAD AUD NZD SGD HKD ZAR BRL MXN"
)


def money_unit(code: str, factor: Fraction = Fraction(1)) -> Unit:
    """The unit of a currency; ``factor`` is 1/100 for cents and pence."""
    return Unit(code, code, factor, kind=Kind.MONEY)


def same_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities of one kind may be compared: their unit is the same, or may be the same for all we know.

    A ton is compared with a tonne where it makes no difference which ton it is. Bare points may be percentage points
    where they are a change or near a percentage; "74 points" of a league are none that are written out.
    """
    units = {first.unit, second.unit}
    if units == {"ton", "kg"}:
        return _differ_clearly(first, second)
    either = units == {"points", "pp"} and any(_may_be_either(quantity) for quantity in (first, second))
    return len(units) == 1 or either


def _differ_clearly(first: Quantity, second: Quantity) -> bool:
    """Whether the numbers differ by more than tons do; a range has none."""
    if first.value is None or second.value is None:
        return False
    larger = max(abs(first.value), abs(second.value))
    return abs(first.value - second.value) > larger * TON_SHARE


def _may_be_either(points: Quantity) -> bool:
    return points.change if points.unit == "points" else not _OF_A_HUNDRED.search(points.core.lower())
