"""Reads the equations of the model description and works them out, so that they can be held against the laws.

Knows only the LaTeX that the page uses: fractions, powers, minima, exponentials, sums and products without sign, the
positive part ``[x]^{+}``, the operator of `relax`, and two cases. Symbols get their values from outside.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

Values = Callable[[str], float]

SPACES = re.compile(r"\\left(?![a-z])|\\right(?![a-z])|\\[,;]|&")
ENDS = re.compile(r"\\\\(?:\[\w+\])?|\\qquad")
TOKEN = re.compile(r"\\text\{[^{}]*\}|\\math\w+\{[^{}]*\}|\\[A-Za-z]+|\d+|\S")
CLOSING = {None, "+", "-", ")", "]", "}", ",", "|", "<", ">"}
FUNCTIONS: dict[str, Callable[..., float]] = {
    r"\min": min, r"\max": max, r"\exp": math.exp, r"\ln": math.log,
    r"\mathrm{logistic}": lambda x: 1.0 / (1.0 + math.exp(-x)), r"\mathrm{logit}": lambda p: math.log(p / (1.0 - p)),
    r"\mathcal{R}": lambda x, u, d: u / (u + d) + (x - u / (u + d)) * math.exp(-u - d) if u + d else x,
}  # fmt: skip


def definitions(equation: str) -> dict[str, str]:
    """What a block of equations defines, in order: symbol -> right-hand side. An expression alone defines ``""``."""
    found: dict[str, str] = {}
    cases = re.search(r"(.*)=\s*\\begin\{cases\}(.*?)&(.*?)\\\\(?:\[\w+\])?(.*?)&.*\\end\{cases\}", equation, re.DOTALL)
    if cases:
        return {squeezed(cases[1]): rf"\cases{{{cases[3]}}}{{{cases[2]}}}{{{cases[4]}}}"}
    for part in ENDS.split(re.sub(r"\\(begin|end)\{aligned\}", "", equation)):
        plain = SPACES.sub(" ", part).strip().rstrip(",")
        left, sign, right = plain.partition("=")
        if plain and r"\text{ " not in plain:
            found |= {squeezed(left): right} if sign else {"": plain}
    return found


def squeezed(symbol: str) -> str:
    """A symbol without braces and spaces, which decides whether two are the same."""
    return re.sub(r"\\text|[{}\s]|&", "", symbol)


def worked_out(expression: str, values: Values) -> float:
    """The value of an expression; `values` gives that of a symbol."""
    reader = _Reader(TOKEN.findall(SPACES.sub(" ", expression)), values)
    value = reader.sum()
    assert reader.next is None, f"cannot read {expression!r} from {reader.tokens[reader.at:]}"
    return value


class _Reader:
    """Walks the tokens of one expression."""

    def __init__(self, tokens: list[str], values: Values) -> None:
        self.tokens, self.values, self.at = tokens, values, 0

    @property
    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected: str | None = None) -> str:
        token = self.tokens[self.at]
        assert expected in (None, token), f"{token!r} instead of {expected!r}"
        self.at += 1
        return token

    def sum(self) -> float:
        total = self.product() if self.next != "-" else 0.0
        while self.next in ("+", "-"):
            sign = -1.0 if self.take() == "-" else 1.0
            total += sign * self.product()
        return total

    def product(self) -> float:
        value = self.power()
        while self.next not in CLOSING:
            value = value / self.power() if self.next == "/" and self.take() else value * self.power()
        return value

    def power(self) -> float:
        value = self.atom()
        while self.next == "^":
            self.take()
            if self.tokens[self.at:self.at + 3] == ["{", "+", "}"]:
                self.at += 3
                value = max(value, 0.0)
            else:
                value **= self.group()
        return value

    def group(self) -> float:
        return self.inside("{", "}") if self.next == "{" else self.digit() if self.next.isdigit() else self.atom()

    def digit(self) -> float:
        """The first digit of a number: TeX takes one sign where there are no braces."""
        first, rest = self.tokens[self.at][0], self.tokens[self.at][1:]
        self.tokens[self.at:self.at + 1] = [rest] if rest else []
        return float(first)

    def inside(self, left: str, right: str) -> float:
        self.take(left)
        value = self.sum()
        self.take(right)
        return value

    def atom(self) -> float:
        closing = {"(": ")", "[": "]", "{": "}", "|": "|"}.get(self.next or "")
        if closing:
            value = self.inside(self.next or "", closing)
            return abs(value) if closing == "|" else value
        token = self.take()
        if token.isdigit():
            return float(token)
        if token in (r"\frac", r"\tfrac", r"\dfrac"):
            top = self.group()
            return top / self.group()
        if token == r"\cases":
            return self.cases()
        if token in FUNCTIONS:
            return self.call(FUNCTIONS[token])
        if token == "e" and self.next == "^":
            self.take()
            return math.exp(self.group())
        return self.values(self.symbol(token))

    def call(self, function: Callable[..., float]) -> float:
        if self.next != "(":
            return function(self.atom())
        self.take("(")
        given = [self.sum()]
        while self.next == ",":
            self.take()
            given.append(self.sum())
        self.take(")")
        return function(*given)

    def cases(self) -> float:
        """``\\cases{condition}{value}{other value}``."""
        self.take("{")
        left = self.sum()
        smaller = self.take() == "<"
        right = self.sum()
        self.take("}")
        first, second = self.group(), self.group()
        return first if (left < right if smaller else left > right) else second

    def symbol(self, token: str) -> str:
        """A letter with its accent, index, prime, star or superscript letter."""
        name = token if token not in (r"\tilde", r"\bar") else token + self.raw()
        while self.next in ("_", "'") or (self.next == "^" and self.names_something()):
            mark = self.take()
            name += mark if mark == "'" else mark + self.raw()
        return squeezed(name)

    def names_something(self) -> bool:
        return self.tokens[self.at + 1] == "v" or self.tokens[self.at + 1:self.at + 3] == ["{", r"\ast"]

    def raw(self) -> str:
        """The next group as it is written."""
        if self.next != "{":
            return self.take()
        start, depth = self.at, 0
        while True:
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
            if not depth:
                return "".join(self.tokens[start:self.at])
