"""Units of measurement with exact factors.

Sources: the SI brochure (BIPM, 9th edition) for metric units, the minute, hour, day, liter, hectare and tonne; the
international yard and pound agreement of 1959 (1 yard = 0.9144 m, 1 pound = 453.59237 g) and NIST Handbook 44,
appendix C, for what follows from them: foot, mile, acre, ounce, US gallon (231 cubic inches) and its parts; the UK's
Units of Measurement Regulations 1995 for the imperial gallon (4.54609 liters); 1 nautical mile = 1852 m (IHO).
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures, how many base units it is, its LaTeX, and whether other countries mean another size."""

    key: str
    dimension: str
    factor: Fraction
    symbol: str
    plural: str
    customary: bool = False


_UNITS: dict[str, Unit] = {}
_NAMES: dict[str, list[str]] = {}
_PREFIXES = (
    ("nano", "n", "1e-9"),
    ("micro", "µ", "1e-6"),
    ("milli", "m", "1e-3"),
    ("centi", "c", "1e-2"),
    ("deci", "d", "1e-1"),
    ("", "", "1"),
    ("hecto", "h", "1e2"),
    ("kilo", "k", "1e3"),
)


_SYMBOLS = {"inch": "in"}
_WORDS = frozenset(
    [
        "day",
        "week",
        "fortnight",
        "month",
        "year",
        "decade",
        "gallon",
        "quart",
        "pint",
        "cup",
        "ounce",
        "tablespoon",
        "teaspoon",
        "acre",
        "bit",
        "byte",
        "knot",
        "ton",
    ]
)
_IRREGULAR = {"century": "centuries", "millennium": "millennia"}


def _plural(key: str) -> str:
    """What stands behind a number other than 1: words get their ending, symbols stay."""
    return _IRREGULAR.get(key, key + "s" if key.split()[-1] in _WORDS else key)


def _add(key: str, dimension: str, factor: Fraction | str, names: str, symbol: str = "", customary: bool = False):
    plural = symbol or rf"\text{{{_plural(_SYMBOLS.get(key, key))}}}"
    symbol = symbol or rf"\text{{{_SYMBOLS.get(key, key)}}}"
    _UNITS[key] = Unit(key, dimension, Fraction(factor), symbol, plural, customary)
    for name in [key, *filter(None, names.split("|"))]:
        _NAMES.setdefault(name, []).append(key)


def _add_metric(dimension: str, names: tuple[str, ...], sign: str, without: str = "") -> None:
    for prefix, short, factor in _PREFIXES:
        if short and short in without:
            continue
        words = [f"{prefix}{name}{end}" for name in names for end in ("", "s")]
        if short == "µ":
            words += [f"u{sign}", f"μ{sign}"]
        _add(f"{short}{sign}", dimension, factor, "|".join(words))


_add_metric("length", ("meter", "metre"), "m")
_add_metric("mass", ("gram", "gramme"), "g", without="h")
_add_metric("volume", ("liter", "litre"), "l")
_add_metric("time", ("second", "sec"), "s", without="cdhk")
_NAMES["mcg"] = ["µg"]

for _key, _factor, _words in (
    ("inch", "0.0254", 'inches|in|in.|"'),
    ("ft", "0.3048", "foot|feet|'"),
    ("yd", "0.9144", "yard|yards|yds"),
    ("mi", "1609.344", "mile|miles"),
    ("nmi", "1852", "nautical mile|nautical miles"),
):
    _add(_key, "length", _factor, _words)
for _key, _factor, _words in (
    ("t", "1e6", "tonne|tonnes|metric ton|metric tons"),
    ("oz", "28.349523125", "ounce|ounces"),
    ("lb", "453.59237", "pound|pounds|lbs"),
    ("st", "6350.29318", "stone|stones"),
    ("short ton", "907184.74", "short tons|us ton|us tons"),
    ("long ton", "1016046.9088", "long tons|imperial ton|imperial tons"),
):
    _add(_key, "mass", _factor, _words)
for _key, _factor, _words in (
    ("min", "60", "minute|minutes|mins"),
    ("h", "3600", "hour|hours|hr|hrs"),
    ("day", "86400", "days|d"),
    ("week", "604800", "weeks|wk|wks"),
    ("fortnight", "1209600", "fortnights"),
):
    _add(_key, "time", _factor, _words)
for _key, _factor, _words in (
    ("month", "1", "months"),
    ("year", "12", "years|yr|yrs"),
    ("decade", "120", "decades"),
    ("century", "1200", "centuries"),
    ("millennium", "12000", "millennia|millenniums"),
):
    _add(_key, "calendar", _factor, _words)
_GALLON, _IMPERIAL = Fraction("3.785411784"), Fraction("4.54609")
for _name, _words, _us, _uk in (
    ("gallon", "gallons|gal", 1, 1),
    ("quart", "quarts|qt", 4, 4),
    ("pint", "pints|pt", 8, 8),
    ("cup", "cups", 16, None),
    ("fluid ounce", "fluid ounces|fl oz|fl. oz|oz|ounce|ounces", 128, 160),
    ("tablespoon", "tablespoons|tbsp", 256, None),
    ("teaspoon", "teaspoons|tsp", 768, None),
):
    _add(_name, "volume", _GALLON / _us, _words, customary=True)
    _each = [_name, *_words.split("|")]
    _add(f"US {_name}", "volume", _GALLON / _us, "|".join(f"us {each}" for each in _each))
    if _uk:
        _names = [f"{land} {each}" for each in _each for land in ("imperial", "uk", "british")]
        _add(f"imperial {_name}", "volume", _IMPERIAL / _uk, "|".join(_names))


def _add_powers() -> None:
    """Square and cubic units of each unit of length."""
    for unit in [each for each in _UNITS.values() if each.dimension == "length"]:
        spoken = [name for name, keys in _NAMES.items() if keys == [unit.key] and name not in "\"'."]
        for power, words, sign, dimension in ((2, ("square", "sq"), "²", "area"), (3, ("cubic", "cu"), "³", "volume")):
            names = [f"{word} {name}" for word in words for name in spoken]
            end = "squared" if power == 2 else "cubed"
            names += [f"{name}{form}" for name in spoken for form in (f"^{power}", f"{power}", sign, f" {end}")]
            base = 1 if power == 2 else 1000
            _add(
                f"{unit.key}^{power}",
                dimension,
                unit.factor**power * base,
                "|".join(names),
                rf"{unit.symbol}^{{{power}}}",
            )


_add_powers()
_NAMES["cc"] = ["cm^3"]
_add("ha", "area", "10000", "hectare|hectares")
_add("acre", "area", "4046.8564224", "acres")
for _key, _factor, _words in (
    ("m/s", "1", "mps"),
    ("km/h", "5/18", "kph|kmh|kmph|km/hr"),
    ("mph", "0.44704", "mi/h"),
    ("ft/s", "0.3048", "fps"),
    ("knot", "463/900", "knots|kn"),
    ("km/s", "1000", ""),
):
    _add(_key, "speed", _factor, _words)
for _key, _factor, _words in (
    ("bit", "1", "bits"),
    ("byte", "8", "bytes"),
    ("KiB", "8192", "kib|kibibyte|kibibytes"),
    ("MiB", "8388608", "mib|mebibyte|mebibytes"),
    ("GiB", "8589934592", "gib|gibibyte|gibibytes"),
):
    _add(_key, "storage", _factor, _words)
for _key, _words in (
    ("°C", "c|celsius|degrees celsius|degree celsius|degrees c|deg c|centigrade|degrees centigrade"),
    ("°F", "f|fahrenheit|degrees fahrenheit|degree fahrenheit|degrees f|deg f"),
    ("K", "kelvin|kelvins|degrees kelvin"),
):
    _add(_key, "temperature", "1", _words, rf"\text{{{_key}}}")

_PER = {
    "meter per second": "m/s",
    "metre per second": "m/s",
    "kilometer per hour": "km/h",
    "kilometre per hour": "km/h",
    "km per hour": "km/h",
    "mile per hour": "mph",
    "foot per second": "ft/s",
    "kilometer per second": "km/s",
    "kilometre per second": "km/s",
}
for _words, _key in _PER.items():
    _first, _, _rest = _words.partition(" ")
    for _name in (_words, f"{'feet' if _first == 'foot' else _first + 's'} {_rest}"):
        _NAMES[_name] = [_key]
_TWOFOLD = frozenset(
    [
        "ton",
        "tons",
        "kb",
        "mb",
        "gb",
        "tb",
        "kilobyte",
        "kilobytes",
        "megabyte",
        "megabytes",
        "gigabyte",
        "gigabytes",
        "terabyte",
        "terabytes",
    ]
)


def unit(key: str) -> Unit:
    """The unit with this key; raises ValueError for another."""
    if key not in _UNITS:
        raise ValueError("no such unit")
    return _UNITS[key]


def units_named(text: str) -> list[Unit]:
    """The units that a name may mean: none, one, or an ounce of weight and one of volume."""
    text = " ".join(text.split())
    keys = _NAMES.get(text) or _NAMES.get(text.lower()) or _NAMES.get(text.lower().rstrip("."), [])
    return [_UNITS[each] for each in keys]


def is_twofold(text: str) -> bool:
    """Whether the name means one size here and another there: a ton, a kilobyte."""
    return text.strip().lower() in _TWOFOLD
