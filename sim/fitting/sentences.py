"""What fitting found, in plain words and plain tables."""

from __future__ import annotations

import textwrap

from sim.engine.outcomes import OUTCOMES
from sim.fitting.fit import Fit
from sim.fitting.table import STRANGE, lines
from sim.words.amounts import condition_value, counted, money, percent

FEW = 5
"""Names that a sentence lists."""
EXPECTED_OUTSIDE = 0.1
"""Share of the figures that lie outside a 90 % interval if all is well."""
MANY = 2.0
"""Times as many figures outside as expected, from which the words doubt the fit."""
PROMISE = 3.0
"""Standard errors within which intervals keep what they promise."""


def sentences(fit: Fit) -> list[str]:
    """What was learnt, how well it fits, how far to trust the intervals, and what was left alone."""
    return [*warnings(fit), learnt(fit), fits(fit), trusted(fit), left_alone(fit)]


def warnings(fit: Fit) -> list[str]:
    """A clear word where the figures lie outside what the model can produce."""
    if not fit.strange:
        return []
    most = percent(1.0 - STRANGE).replace(">99", "99.5")
    never = f" Beyond all of them: {listed(fit.never)}." if fit.never else ""
    return [f"WARNING: these figures lie outside what the model produces within its ranges: more than {most} of the "
            f"simulated histories are nearer to the middle.{never} Check units, quarters and columns first, then what "
            "the scenario states. What follows is not to be relied on."]


def learnt(fit: Fit) -> str:
    """Which values the figures say something about."""
    table = fit.parameters()
    informed = table[table["informed"]]
    total = counted(len(table), "value")
    told = f"{counted(len(fit.observed.cells), 'figure')} of {counted(fit.observed.quarters, 'quarter')}"
    if informed.empty:
        return (f"The {told} say nothing about any of the {total} beyond chance: all stay as open as they were.")
    firsts = listed([f"{row.name} (variance down by {percent(row.contraction)})"
                     for row in lines(informed.head(3))])
    rest = len(table) - len(informed)
    left = "" if rest == 0 else f" {_open(rest)} in every comparison from the fitted scenario."
    return f"The {told} narrow down {len(informed)} of {total}, above all {firsts}.{left}"


def _open(count: int) -> str:
    if count == 1:
        return "The other one stays as open as it was: anywhere in its range. What depends on it does so"
    return f"The other {count} stay as open as they were: anywhere in their ranges. What depends on them does so"


def fits(fit: Fit) -> str:
    """Whether the fitted scenario tells histories like the observed one."""
    known = fit.predictive[fit.predictive["observed"].notna()]
    out = known[known["outside"]]
    head = f"{len(out)} of {len(known)} figures lie outside the 90 % interval of the fitted futures"
    usual = f"about {EXPECTED_OUTSIDE * len(known):.0f} would by chance"
    if len(out) > max(MANY * EXPECTED_OUTSIDE * len(known), 2):
        names = listed([f"{row.outcome} Q{row.quarter}" for row in lines(out)])
        return f"{head} ({usual}): {names}. The model does not tell this history well."
    return f"{head} ({usual})."


def trusted(fit: Fit) -> str:
    """How often the intervals held the truth where it was known."""
    table = fit.coverage()
    rows = table[table["values"] == ("informed" if (table["values"] == "informed").any() else "all")]
    told = " and ".join(f"those of {percent(row.level)} held it in {percent(row.held)}" for row in lines(rows))
    kept = all(abs(row.held - row.level) <= PROMISE * row.error for row in lines(rows))
    verdict = "as they should" if kept else "which is off: take them as a rough guide"
    which = "the narrowed values" if (rows["values"] == "informed").any() else "all values"
    return (f"Tried on {int(rows['histories'].iloc[0])} simulated histories whose truth is known, the intervals of "
            f"{which}: {told}, {verdict}.")


def left_alone(fit: Fit) -> str:
    """What was not fitted, and why."""
    parts = []
    if fit.prior.stated:
        parts.append(f"{counted(len(fit.prior.stated), 'value')} that the scenario states ({listed(fit.prior.stated)})")
    if fit.prior.shares:
        parts.append("the mix of individual, team and company bonus, whose parts cannot vary one by one")
    return f"Left as they are: {' and '.join(parts)}." if parts else "Every value that may vary was fitted."


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Some names, and how many more there are."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def figure(outcome: str, value: float) -> str:
    """An outcome's value with its unit."""
    unit = OUTCOMES[outcome].unit
    if unit == "EUR":
        return money(value)
    return f"{value:.2f}" if unit == "0-1" else f"{value:,.0f}"


def value_text(value: float) -> str:
    """A value of a scenario with two digits, or whole: no interval here deserves more."""
    return condition_value(value, 2)


def short_name(name: str, width: int = 40) -> str:
    """A dotted name that fits a column."""
    return textwrap.shorten(name.removeprefix("parameters."), width, placeholder="...")
