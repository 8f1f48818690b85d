"""Chance alone: the random numbers of a usual quarter, drawn with NumPy and by compiled code, and nothing else.

Compared with a whole quarter they tell what the laws may cost at most. Every function returns arrays of shape
(decisions, slots, runs), with the same numbers from both.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from benchmarks.limit import counts
from benchmarks.limit.chance import stream, uniform
from benchmarks.limit.jit import entry
from sim.engine.counts import binomial_count, poisson_count
from sim.people.chance import Decision, Luck, decision_key

UNIFORMS = (Decision.MOOD, Decision.LEADS, Decision.WIN_NEW, Decision.CROSS_LEADS, Decision.WIN_CROSS, Decision.CHURN,
            Decision.LEAVE, Decision.PROMOTE)
"""What every rep needs in every quarter; all else is rare."""
POISSON = (Decision.LEADS, Decision.CROSS_LEADS)
BINOMIAL = (Decision.WIN_NEW, Decision.WIN_CROSS, Decision.CHURN)
Means = namedtuple("Means", "rates trials chances")
"""Means of the Poisson counts (2, slots, runs); trials and chances of the binomial counts (3, slots, runs)."""


def keys_of(decisions):
    """The keys of some decisions."""
    return np.array([decision_key(decision) for decision in decisions], dtype=np.uint64)


def usual_means(slots, runs, *, leads=2.0, further=1.0, win=0.25, sale=0.45, customers=25.0, churn=0.025, seed=1):
    """Means as a rep meets them in a usual quarter; what is due varies by chance, as it does there."""
    generator, shape = np.random.default_rng(seed), (slots, runs)
    due, asked = (generator.poisson(mean, shape).astype(float) for mean in (leads, further))
    return Means(np.stack([np.full(shape, leads), np.full(shape, further)]),
                 np.stack([due, asked, np.full(shape, customers)]),
                 np.stack([np.full(shape, win), np.full(shape, sale), np.full(shape, churn)]))


def numpy_uniforms(run_keys, quarter, slots):
    """The uniforms of a quarter, with NumPy."""
    luck = Luck(run_keys)
    return np.stack([luck.uniform(decision, quarter, slots) for decision in UNIFORMS])


def numpy_counts(run_keys, quarter, means):
    """The counts of a quarter with their uniforms, with NumPy."""
    luck, slots = Luck(run_keys), means.rates.shape[1]
    drawn = [poisson_count(luck.uniform(decision, quarter, slots), means.rates[k])
             for k, decision in enumerate(POISSON)]
    drawn += [binomial_count(luck.uniform(decision, quarter, slots), means.trials[k], means.chances[k])
              for k, decision in enumerate(BINOMIAL)]
    return np.stack(drawn)


@entry()
def fill_uniforms(run_keys, quarter, decisions, out):
    """One run after the other, one position after the other."""
    for run in range(run_keys.size):
        for k in range(decisions.size):
            started = stream(run_keys[run], decisions[k], quarter)
            for i in range(out.shape[2]):
                out[k, run, i] = uniform(started, i)


@entry()
def fill_counts(run_keys, quarter, decisions, means, out):
    """One run after the other, one position after the other."""
    rates, trials, chances = means.rates, means.trials, means.chances
    for run in range(run_keys.size):
        for k in range(decisions.size):
            started = stream(run_keys[run], decisions[k], quarter)
            for i in range(out.shape[2]):
                if k < rates.shape[0]:
                    out[k, run, i] = counts.poisson_count(uniform(started, i), rates[k, run, i])
                else:
                    j = k - rates.shape[0]
                    out[k, run, i] = counts.binomial_count(uniform(started, i), trials[j, run, i],
                                                                    chances[j, run, i])


def compiled_uniforms(run_keys, quarter, slots):
    """The uniforms of a quarter, by compiled code."""
    out = np.empty((len(UNIFORMS), run_keys.size, slots))
    fill_uniforms(run_keys, quarter, keys_of(UNIFORMS), out)
    return out.transpose(0, 2, 1)


def by_run(means):
    """The means in the order in which compiled code reads them."""
    return Means(*(np.ascontiguousarray(values.transpose(0, 2, 1)) for values in means))


def compiled_counts(run_keys, quarter, means):
    """The counts of a quarter with their uniforms, by compiled code; `means` as `by_run` gives them."""
    out = np.empty((len(POISSON) + len(BINOMIAL), run_keys.size, means.rates.shape[2]))
    fill_counts(run_keys, quarter, keys_of(POISSON + BINOMIAL), means, out)
    return out.transpose(0, 2, 1)
