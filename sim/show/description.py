"""The generated parts of the model description: parameters, mechanisms and claims as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.analysis.claims import CLAIMS, Claim
from sim.scenario.catalogue import home_of, rows
from sim.scenario.lookup import Row
from sim.scenario.mechanisms import MECHANISMS, Mechanism
from sim.show.lawbook import LETTERS, Law, laws, reads_in_laws

HEADS = ("name", "meaning", "unit", "default", "plausible", "allowed", "basis", "source", "claims")
LAW_PREFIX = "parameters."
EVERY_MEASURE = "strategies[].measures[]."
NOTHING = "-"


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped, and empty cells get a dash."""
    def row(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cell.replace('|', '&#124;') or NOTHING for cell in cells)} |"

    return "\n".join([row(heads), f"|{'---|' * len(heads)}", *map(row, lines)])


# --- declared values --------------------------------------------------------------------------------------------------


def parameter_tables() -> str:
    """Every declared value of a scenario, one table per section of the file."""
    sections: dict[str, list[Row]] = {}
    for name, row in declared().items():
        sections.setdefault(name.rpartition(".")[0], []).append(row)
    return "\n\n".join(f"#### {_title(section)}\n\n{table(HEADS, [cells(row) for row in found])}"
                       for section, found in sections.items())


def declared() -> dict[str, Row]:
    """Every declared value by the name shown; what is the same for every kind of measure is shown once."""
    found: dict[str, Row] = {}
    for row in rows():
        found.setdefault(shown_name(row), row)
    return found


def shown_name(row: Row) -> str:
    """The name of a value, without the kind of measure where the declaration is that of all kinds."""
    home = home_of(row.name)
    return home if home.startswith(EVERY_MEASURE) else row.name


def cells(row: Row) -> list[str]:
    """One line of the table of declared values; the order is that of `HEADS`."""
    return [f"`{shown_name(row)}`", row.meaning, row.unit, shown_default(row),
            shown_range(row.plausible_low, row.plausible_high), shown_range(row.low, row.high), row.basis, row.source,
            ", ".join(row.claims)]


def shown_default(row: Row) -> str:
    """The default as text; lists and texts that are empty say so."""
    if row.required:
        return "required"
    return shown_number(row.default) if isinstance(row.default, int | float) else str(row.default or "empty")


def shown_number(value: float) -> str:
    """A number in full, without an exponent for large ones."""
    return f"{value:.12g}" if abs(value) < 1e12 else str(value)


def shown_range(low: float | None, high: float | None) -> str:
    """Both ends of a range, or nothing."""
    return "" if low is None or high is None else f"{shown_number(low)} to {shown_number(high)}"


def _title(section: str) -> str:
    """The heading of a section: its name, and for parameters of laws the letter of their symbols."""
    letter = LETTERS.get(section.removeprefix(LAW_PREFIX)) if section.startswith(LAW_PREFIX) else None
    return (f"Section `{section}`" if section else "The scenario itself") + (f", symbol ${letter}$" if letter else "")


# --- mechanisms and claims --------------------------------------------------------------------------------------------


def mechanism_table() -> str:
    """Every mechanism: what it says, for which claims, how it is switched off, and which laws read those values."""
    heads = ("mechanism", "what it says", "claims", "switched off by", "laws")
    return table(heads, [(f"`{name}`", m.sentence, ", ".join(m.claims),
                          "<br>".join(f"`{key}` = {shown_number(value)}" for key, value in m.off.items()),
                          readers(m.off)) for name, m in MECHANISMS.items()])


def readers(parameters: Iterable[str]) -> str:
    """The laws that read some of these parameters, as links; the engine where no law reads one of them."""
    chosen = frozenset(parameters)
    found = [link(law) for law in laws() if chosen.intersection(law.parameters)]
    return ", ".join(found + ["the engine"] * bool(chosen - reads_in_laws()))


def link(law: Law) -> str:
    """A law's name that leads to its description on the same page."""
    return f"[`{law.name}`](#{law.name})"


def claim_table() -> str:
    """Every claim: how the model is asked, and the mechanisms, laws and parameters that serve it."""
    heads = ("claim", "what it says", "compared", "mechanisms", "laws", "parameters and inputs")
    return table(heads, [(claim.id, claim.sentence, claim.compared, *serving(claim)) for claim in CLAIMS])


def serving(claim: Claim) -> tuple[str, str, str]:
    """Mechanisms, laws and declared values that serve a claim; mechanisms that carry it are in bold."""
    carrying = {name: MECHANISMS[name] for name in claim.mechanisms}
    also = {name: m for name, m in MECHANISMS.items() if claim.id in m.claims and name not in carrying}
    names = [f"**`{name}`**" for name in carrying] + [f"`{name}`" for name in also]
    switched = switches(carrying | also)
    own = [name.removeprefix("parameters.") for name, row in declared().items() if claim.id in row.claims]
    found = [link(law) for law in laws() if claim.id in law.claims or switched.intersection(law.parameters)]
    values = dict.fromkeys([*own, *sorted(switched)])
    return ", ".join(names), ", ".join(found), ", ".join(f"`{name}`" for name in values)


def switches(mechanisms: dict[str, Mechanism]) -> frozenset[str]:
    """The parameters by which mechanisms are switched off."""
    return frozenset(key for mechanism in mechanisms.values() for key in mechanism.off)
