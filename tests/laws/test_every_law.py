"""What holds for every law alike. A law that is added is found by itself; only its arguments need a domain."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .strategies import (
    DOMAINS,
    FAMILIES,
    OF_ITS_OWN,
    Array,
    Law,
    all_laws,
    annotations_of,
    arguments_of,
    domain,
    families_of,
    of_run,
    table,
    vectors_of,
)

SLOTS, RUNS = 11, 5  # odd, so that the machine's vector instructions leave a remainder
EVERY_LAW = pytest.mark.parametrize("law", all_laws(), ids=lambda law: f"{law.__module__[9:]}.{law.__name__}")
seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=4)


def full_inputs(law: Law, seed: int) -> dict[str, Any]:
    """Columns as tables of (slots, runs), what may be a number as (runs,), parameters with one value per run."""
    rng = np.random.default_rng(seed)
    inputs: dict[str, Any] = {name: vectors_of(family, rng, RUNS) for name, family in families_of(law).items()}
    shapes = {"Array": (SLOTS, RUNS), "Number": (RUNS,), "float": ()}
    for name, kind in arguments_of(law).items():
        if kind.startswith("Sequence"):
            inputs[name] = [table(rng, domain(law, name), (SLOTS, RUNS)), table(rng, domain(law, name), (RUNS,)), 0.5]
        else:
            inputs[name] = table(rng, domain(law, name), shapes[kind])
    return inputs


def run_alone(value: Any, run: int) -> Any:
    """What one run alone would be given: its column, its number, its parameters."""
    if isinstance(value, list):
        return [run_alone(part, run) for part in value]
    if isinstance(value, np.ndarray) and value.ndim:
        return value[:, run:run + 1].copy() if value.ndim == 2 else float(value[run])
    return of_run(value, run) if type(value) in FAMILIES.values() else value


def results(law: Law, inputs: dict[str, Any]) -> list[Array]:
    """What a law returns, as a list: some return two columns. A warning of NumPy's is an error here."""
    with warnings.catch_warnings(action="error"), np.errstate(divide="raise", invalid="raise", over="raise"):
        returned = law(**inputs)
    return [np.asarray(x) for x in (returned if isinstance(returned, tuple) else (returned,))]


def leaves(value: Any) -> Iterator[Array]:
    """All arrays in an input, those of parameters too."""
    if isinstance(value, list):
        yield from (leaf for part in value for leaf in leaves(part))
    elif isinstance(value, np.ndarray):
        yield value
    elif type(value) in FAMILIES.values():
        yield from (leaf for leaf in vars(value).values() if isinstance(leaf, np.ndarray))


def bits(x: Array) -> bytes:
    """The bits of an array, with one zero: -0.0 and 0.0 are the same number."""
    return (x + 0.0).tobytes()


def stated_range(law: Law) -> tuple[float, float]:
    """The range that the docstring promises; infinite ends where it promises none. Open ends close by rounding."""
    text = law.__doc__ or ""
    if span := re.search(r"Range [\[(](\S+), (\S+)[\])]", text):
        low, high = ((float(x) if re.fullmatch(r"-?[\d.]+", x) else 0.0) for x in span.groups())
        return low, high
    return 0.0 if re.search("(Range|both|count) >= 0", text) else -np.inf, 0.0 if "Range <= 0" in text else np.inf


@EVERY_LAW
def test_every_argument_has_a_domain(law: Law) -> None:
    assert [name for name in arguments_of(law) if name not in DOMAINS] == []


@EVERY_LAW
def test_every_argument_is_a_column_a_number_or_a_parameter_family(law: Law) -> None:
    known = {"Array", "Number", "float", "Sequence[Number]", *FAMILIES}
    assert {name: kind for name, kind in annotations_of(law).items() if kind not in known} == {}


def test_no_domain_is_left_over() -> None:
    used = {name for law in all_laws() for name in arguments_of(law)}
    own = {(law.__name__, name) for law in all_laws() for name in arguments_of(law)}
    assert (sorted(set(DOMAINS) - used), sorted(set(OF_ITS_OWN) - own)) == ([], [])


@EVERY_LAW
@few
@given(seed=seeds)
def test_every_number_is_finite_and_keeps_the_stated_range(law: Law, seed: int) -> None:
    low, high = stated_range(law)
    for out in results(law, full_inputs(law, seed)):
        assert np.isfinite(out).all()
        assert low <= out.min() and out.max() <= high


@EVERY_LAW
@few
@given(seed=seeds)
def test_a_run_alone_has_the_bits_it_has_in_a_batch(law: Law, seed: int) -> None:
    inputs = full_inputs(law, seed)
    batch = results(law, inputs)
    for run in range(RUNS):
        alone = results(law, {name: run_alone(value, run) for name, value in inputs.items()})
        for one, many in zip(alone, batch, strict=True):
            assert bits(one.ravel()) == bits(many[..., run].ravel())


@EVERY_LAW
@few
@given(seed=seeds, run=st.integers(0, RUNS - 1))
def test_common_parameters_give_the_bits_of_parameters_per_run(law: Law, seed: int, run: int) -> None:
    inputs = full_inputs(law, seed)
    common = {name: of_run(inputs[name], run) for name in families_of(law)}
    same = {name: type(p).model_construct(**{k: np.full(RUNS, v) for k, v in p}) for name, p in common.items()}
    for one, many in zip(results(law, inputs | common), results(law, inputs | same), strict=True):
        assert bits(np.broadcast_to(one, many.shape)) == bits(many)


@EVERY_LAW
@few
@given(seed=seeds)
def test_the_order_of_reps_does_not_matter(law: Law, seed: int) -> None:
    inputs = full_inputs(law, seed)
    order = np.random.default_rng(seed).permutation(SLOTS)

    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(part) for part in value]
        return value[order] if isinstance(value, np.ndarray) and value.ndim == 2 else value

    moved = results(law, {name: shuffled(value) for name, value in inputs.items()})
    for out, there in zip(results(law, inputs), moved, strict=True):
        assert bits(shuffled(out)) == bits(there)


@EVERY_LAW
def test_the_result_has_the_shape_of_the_inputs_together(law: Law) -> None:
    inputs = full_inputs(law, 1)
    shape = np.broadcast_shapes(*(leaf.shape for value in inputs.values() for leaf in leaves(value)))
    assert {out.shape for out in results(law, inputs)} == {shape}


@EVERY_LAW
def test_a_law_leaves_its_inputs_as_they_were(law: Law) -> None:
    inputs = full_inputs(law, 2)
    before = [leaf.copy() for value in inputs.values() for leaf in leaves(value)]
    for value in inputs.values():
        for leaf in leaves(value):
            leaf.flags.writeable = False
    results(law, inputs)
    after = [leaf for value in inputs.values() for leaf in leaves(value)]
    assert all(bits(x) == bits(y) for x, y in zip(before, after, strict=True))


@EVERY_LAW
def test_a_law_draws_no_chance_of_its_own(law: Law) -> None:
    names = set(law.__code__.co_names) | set(vars(inspect.getmodule(law)))
    assert {"random", "default_rng", "Generator", "secrets"} & names == set()
    inputs = full_inputs(law, 3)
    assert [bits(x) for x in results(law, inputs)] == [bits(x) for x in results(law, inputs)]


@EVERY_LAW
def test_the_docstring_gives_an_equation_or_a_range(law: Law) -> None:
    equation = r"\w [-+*/] [\w(\[]|\w\^\w|\w \(\w|(exp|max|min|relax|logistic)\(|Range|approach"
    assert re.search(equation, law.__doc__ or "")


def test_the_range_is_read_from_the_docstring() -> None:
    def law() -> None:
        """Some share. Range [0, 1)."""

    assert stated_range(law) == (0.0, 1.0)
