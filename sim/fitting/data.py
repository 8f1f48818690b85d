"""Reads an organisation's own figures by quarter from a CSV file, and reports everything that is wrong at once."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.outcomes import OUTCOMES
from sim.results.provenance import sha256_of
from sim.scenario.problems import Problem, ScenarioError, nearest, printable

QUARTER = "quarter"
LARGEST = 1024 * 1024
"""Bytes of a file; all outcomes of the longest horizon take a tenth of it."""
LEAST_VALUES = 4
"""Fewer figures than this say nothing about anything."""
MOST_PROBLEMS = 100
"""More than anybody reads."""
TOO_LARGE = 1e15
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
WHOLE = re.compile(r"\d{1,4}(\.0*)?", re.ASCII)
SAID_UNKNOWN = ("na", "n/a", "nan", "null", "none", "-", "?", "unknown")


@dataclass(frozen=True)
class Cell:
    """One observed figure: outcome, quarter from 1, and value in the unit of `sim.engine.outcomes.OUTCOMES`."""

    outcome: str
    quarter: int
    value: float


@dataclass(frozen=True)
class Observed:
    """The figures of an organisation, outcome by outcome in the order of quarters, and where they come from."""

    file: str
    cells: tuple[Cell, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of what was observed, each once."""
        return tuple(dict.fromkeys(cell.outcome for cell in self.cells))

    @property
    def quarters(self) -> int:
        """The last quarter with a figure."""
        return max(cell.quarter for cell in self.cells)

    @property
    def fingerprint(self) -> str:
        """Hash of the figures; neither the file's name nor the order of rows and columns matter."""
        return sha256_of(sorted([cell.outcome, cell.quarter, cell.value] for cell in self.cells))


def read_quarters(path: str | os.PathLike[str], horizon: int) -> Observed:
    """Read figures by quarter: a column ``quarter`` from 1 on, and columns named like outcomes; empty cells allowed.

    Parameters
    ----------
    path : the CSV file, UTF-8, with commas between columns and decimal points.
    horizon : quarters of the scenario; later ones are refused.

    Raises
    ------
    ScenarioError
        with every problem, each with its line.
    """
    name = os.fspath(path)
    table = _table(_text(Path(path), name), name)
    reader = _Reader(name, horizon, [])
    cells = reader.read(table)
    if reader.problems:
        raise ScenarioError(sorted(reader.problems, key=Problem.place)[:MOST_PROBLEMS])
    order = {outcome: k for k, outcome in enumerate(table[0][1])}
    return Observed(name, tuple(sorted(cells, key=lambda cell: (order[cell.outcome], cell.quarter))))


Row = tuple[int, list[str]]
"""Line counted from 1, and the texts of its cells without blanks around them."""


def _text(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise _failure(name, None, "there is no such file") from None
    except IsADirectoryError:
        raise _failure(name, None, "is a directory; give a CSV file") from None
    except (OSError, ValueError) as error:
        raise _failure(name, None, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > LARGEST:
        raise _failure(name, None, f"is larger than {LARGEST // 1024} KiB; figures by quarter need far less")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _failure(name, line, "is not UTF-8 text; save the file as 'CSV UTF-8'") from None


def _table(text: str, name: str) -> list[Row]:
    """The rows that are not empty, the header first."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise _failure(name, reader.line_num, f"is not a CSV table: {error}") from None
    if not rows:
        raise _failure(name, None, "is empty; the first line names the columns: quarter,revenue,customers,...")
    line, header = rows[0]
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            raise _failure(name, line, f"has {called} between its columns; save it with commas, and decimal points")
    return rows


def _failure(file: str, line: int | None, message: str) -> ScenarioError:
    return ScenarioError([Problem(file, line, "", message)])


@dataclass
class _Reader:
    """Goes through the rows and notes what is wrong."""

    file: str
    horizon: int
    problems: list[Problem]

    def read(self, table: Sequence[Row]) -> list[Cell]:
        """The figures, as far as they can be read."""
        line, header = table[0]
        self.check_header(line, header)
        found: list[Cell] = []
        known: dict[int, int] = {}
        for line, row in table[1:]:
            if len(row) != len(header):
                self.note(line, "", f"has {len(row)} values, but the header names {len(header)} columns")
                continue
            quarter = self.quarter(line, row[header.index(QUARTER)], known) if QUARTER in header else None
            for name, text in zip(header, row, strict=True):
                value = self.value(line, name, text) if name in OUTCOMES and text else None
                if value is not None and quarter is not None:
                    found.append(Cell(name, quarter, value))
        self.check_amount(table, header, found)
        return found

    def note(self, line: int | None, key: str, message: str) -> None:
        """Remember a problem."""
        self.problems.append(Problem(self.file, line, key, message))

    def check_header(self, line: int, header: Sequence[str]) -> None:
        """Every column is known and there once; one of them is the quarter."""
        for place, name in enumerate(header):
            if name != QUARTER and name not in OUTCOMES:
                self.note(line, _short(name), self.unknown(name, place))
            elif name in header[:place]:
                self.note(line, name, "is there twice; leave one of the columns out")
        if QUARTER not in header:
            self.note(line, QUARTER, "is missing: a column that counts the quarters from 1 is needed")
        elif not any(name in OUTCOMES for name in header):
            self.note(line, "", f"names no outcome beside {QUARTER}; e.g. revenue, customers, customers_won, leavers")

    def unknown(self, name: str, place: int) -> str:
        """What to say of a column that nothing is known of."""
        if not name:
            return f"column {place + 1} has no name"
        guess = nearest(name, [QUARTER, *OUTCOMES])
        return "is no outcome" + (f"; did you mean '{guess}'?" if guess else
                                  f"; e.g. {', '.join(('revenue', 'profit', 'customers', 'leavers'))} are")

    def quarter(self, line: int, text: str, known: dict[int, int]) -> int | None:
        """The quarter of a row; None where it cannot be told or was there before."""
        if not WHOLE.fullmatch(text) or float(text) < 1:
            self.note(line, QUARTER, f"is {_shown(text)}; a whole number from 1 is needed" if text else
                      "is empty; a whole number from 1 is needed")
            return None
        quarter = int(float(text))
        if known.setdefault(quarter, line) != line:
            self.note(line, QUARTER, f"{quarter} is there already, on line {known[quarter]}")
            return None
        if quarter > self.horizon:
            self.note(line, QUARTER, f"{quarter} lies beyond the horizon of {self.horizon} quarters; raise 'quarters' "
                                     "in the scenario, or leave the row out")
            return None
        return quarter

    def value(self, line: int, name: str, text: str) -> float | None:
        """A figure; None where it cannot be one."""
        if not NUMBER.fullmatch(text):
            self.note(line, name, f"is {_shown(text)}; {_help(text)}")
            return None
        value, unit = float(text), OUTCOMES[name].unit
        if abs(value) >= TOO_LARGE:
            self.note(line, name, f"is {value:g}; no organisation is that large")
        elif unit == "0-1" and not 0.0 <= value <= 1.0:
            self.note(line, name, f"is {value:g}; a share or index from 0 to 1 is needed (45 % is 0.45)")
        elif value < 0.0 and not OUTCOMES[name].signed:
            self.note(line, name, f"is {value:g}; {unit} cannot lie below 0")
        else:
            return value
        return None

    def check_amount(self, table: Sequence[Row], header: Sequence[str], found: Sequence[Cell]) -> None:
        """There is something to learn from, in every column."""
        if self.problems:
            return
        for name in header:
            if name in OUTCOMES and not any(cell.outcome == name for cell in found):
                self.note(table[0][0], name, "has no value at all; leave the column out")
        if len(found) < LEAST_VALUES:
            self.note(None, "", f"has {len(found)} values in all; at least {LEAST_VALUES} are needed")


def _short(text: str) -> str:
    return printable(text if len(text) <= 40 else text[:37] + "...")


def _shown(text: str) -> str:
    return f"'{_short(text)}'"


def _help(text: str) -> str:
    if text.lower() in SAID_UNKNOWN:
        return "leave the cell empty where a figure is not known"
    if "%" in text:
        return "write shares from 0 to 1 (45 % is 0.45)"
    if "," in text or " " in text or "'" in text:
        return "write plain digits with a decimal point, without commas or blanks: 1234567.89"
    return "a number is needed"


def observed_cells(outcomes: dict[str, Sequence[float]], name: str = "figures") -> Observed:
    """Figures that are at hand in Python: outcome -> values from quarter 1 on; NaN where one is not known.

    Raises `KeyError` for an unknown outcome and `ValueError` for too few figures.
    """
    cells = tuple(_cells(outcomes))
    if len(cells) < LEAST_VALUES:
        raise ValueError(f"{len(cells)} values in all; at least {LEAST_VALUES} are needed")
    return Observed(name, cells)


def _cells(outcomes: dict[str, Sequence[float]]) -> Iterator[Cell]:
    for name, values in outcomes.items():
        if name not in OUTCOMES:
            raise KeyError(f"no outcome {name!r}")
        yield from (Cell(name, quarter, float(x)) for quarter, x in enumerate(values, 1) if x == x)
