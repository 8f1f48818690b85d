"""Patterns of a transformation: the dip, blame, critical mass, opinion leaders, a consistent frame (F6 to F12)."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.validation.claims.common import APPEALS, BLAME, BONUS, COHERENT, CONTRADICTING, CULTURE, FULL, JOINT
from sim.validation.claims.treatments import Treatments, last, measure, over, sum_over, total
from sim.validation.evidence.experiments import (
    central_resisters,
    nobody_resists,
    outlying_resisters,
    random_resisters,
)
from sim.validation.evidence.learning import TRAINING, UNTAUGHT
from sim.validation.evidence.pattern import YEAR, Measurement, Parts, Pattern, percent_more, points

BEGIN = 2
"""Quarter in which the programmes of `common` begin."""
WATCHED = 12
"""Quarters over which the dip and the way out of it are watched."""
RECOVERED = 0.1
"""Part of the dip that may still be missing when it counts as recovered."""
ALIGNED = (*FULL, CULTURE, JOINT)
LEARNING: dict[str, Any] = {"framework__error_culture": 0.9}
TRYING = ("fear_blocks", "fear_grows", "coherence", "unsafe_failure_hurts", "transfer_environment", "shared_learning")
"""Ways from the error culture to trying."""
WON = (0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.50, 0.60, 0.80)
"""Shares of reps who sell from the start."""
MAJORITY = 0.5
TAUGHT = TRAINING.start
"""Quarter of the training."""
LEARNT = TAUGHT + 3
"""Quarter in which what was learnt by it is looked at."""


def revenue(w: Treatments) -> list[Array]:
    """Revenue with a full programme and without, quarter by quarter from its begin."""
    both = [w(*FULL)["revenue"], w()["revenue"]]
    until = BEGIN - 1 + min(WATCHED, w.scenario.quarters - 1)
    return [outcomes[q] for outcomes in both for q in range(BEGIN - 1, until)]


def loss(*means: Array) -> Array:
    """Revenue lost against carrying on, in per cent, (quarters, ...)."""
    half = len(means) // 2
    return np.asarray(100.0 * (1.0 - np.stack(means[:half]) / np.stack(means[half:])))


def depth(*means: Array) -> Array:
    """Deepest loss, in per cent of revenue."""
    return np.asarray(loss(*means).max(axis=0))


def trough(*means: Array) -> Array:
    """Quarter of the deepest loss; 1 is the first quarter of the programme."""
    return np.asarray(loss(*means).argmax(axis=0) + 1.0)


def recovery(*means: Array) -> Array:
    """Quarters from the trough until nearly all of the loss is made good; infinite if it is not."""
    lost = loss(*means)
    since = np.arange(1, lost.shape[0] + 1).reshape(-1, *([1] * (lost.ndim - 1))) - trough(*means)
    made_good = (since > 0) & (lost <= RECOVERED * depth(*means))
    return np.asarray(np.where(made_good, since, inf).min(axis=0))


def tries(**frame: Any) -> Parts:
    """Attempts in the year after a training, and after the same absence."""
    def parts(w: Treatments) -> list[Array]:
        both = w(TRAINING, **frame), w(TRAINING, off=UNTAUGHT, **frame)
        return [sum_over(outcomes, "attempts", TAUGHT + 1, TAUGHT + YEAR) for outcomes in both]

    return parts


def tries_by_climate(w: Treatments) -> list[Array]:
    """Attempts as above, under a learning climate and under blame."""
    return [*tries(**LEARNING)(w), *tries(**BLAME)(w)]


def more_tries(learning: Array, learning_absent: Array, blame: Array, blame_absent: Array) -> Array:
    """Uplift of attempts under a learning climate minus that under blame, percentage points."""
    return np.asarray(percent_more(learning, learning_absent) - percent_more(blame, blame_absent))


def skill_by_climate(w: Treatments) -> list[Array]:
    """Skill three quarters later under either climate, with trying held equal; and its spread between reps."""
    learning, blame = (w(TRAINING, off=TRYING, **climate) for climate in (LEARNING, BLAME))
    return [learning["skill_selling"][LEARNT - 1], blame["skill_selling"][LEARNT - 1],
            blame["skill_spread"][LEARNT - 1]]


def in_spreads(learning: Array, blame: Array, spread: Array) -> Array:
    """Difference in standard deviations between reps."""
    return np.asarray((learning - blame) / spread)


def sales_by_climate(w: Treatments) -> list[Array]:
    """Customers won under either climate, with trying and learning held equal."""
    return [total(w(TRAINING, off=(*TRYING, "error_learning"), **c), "wins") for c in (LEARNING, BLAME)]


def adoption_by_share(w: Treatments) -> list[Array]:
    """Adoption at the horizon for every share of `WON`, in a frame that fits and without measures."""
    return [last(w(organisation__advisor_share=1.0 - share, **COHERENT), "adoption") for share in WON]


def tipping_share(*means: Array) -> Array:
    """Share initially won from which a majority adopts, in per cent, by interpolation; infinite if there is none."""
    reached, shares = np.maximum.accumulate(np.stack(means)), np.asarray(WON)
    above = reached >= MAJORITY
    j = np.clip(above.argmax(axis=0), 1, len(WON) - 1)
    y1, y0 = (np.take_along_axis(reached, k[None, ...], axis=0)[0] for k in (np.asarray(j), np.asarray(j) - 1))
    part = np.clip((MAJORITY - y0) / np.maximum(y1 - y0, 1e-12), 0.0, 1.0)
    return np.asarray(np.where(above.any(axis=0), 100.0 * (shares[j - 1] + part * (shares[j] - shares[j - 1])), inf))


def adoption_at(share: float) -> Parts:
    """Adoption at the horizon for one share initially won."""
    return lambda w: [100.0 * last(w(organisation__advisor_share=1.0 - share, **COHERENT), "adoption")]


def resisters(w: Treatments) -> list[Array]:
    """Adoption by a full programme if the most central reps resist, and if as many others do."""
    return [last(w(*FULL, prepare=who), "adoption") for who in (central_resisters, random_resisters)]


def vision(w: Treatments) -> list[Array]:
    """Intention with appeals and without, in their year: as many random resisters, then central ones."""
    both = [w(*measures, prepare=who) for who in (random_resisters, central_resisters)
              for measures in ((APPEALS,), ())]
    return [over(outcomes, "intention", APPEALS.start, APPEALS.start + APPEALS.quarters - 1) for outcomes in both]


def shrinking(random: Array, random_alone: Array, central: Array, central_alone: Array) -> Array:
    """Effect of the appeals lost to central resisters, percentage points."""
    return np.asarray(100.0 * ((random - random_alone) - (central - central_alone)))


def outliers(w: Treatments) -> list[Array]:
    """Adoption in a frame that fits, with some reps at the edge who resist, and without resistance."""
    return [last(w(*FULL, prepare=who, **COHERENT), "adoption") for who in (outlying_resisters, nobody_resists)]


def levers(w: Treatments) -> list[Array]:
    """Adoption by training, bonus and appeals alone, by all aligned measures, and by none."""
    single = [last(w(m), "adoption") for m in (measure("training", 2, 2), BONUS, APPEALS)]
    return [*single, last(w(*ALIGNED), "adoption"), last(w(), "adoption")]


def best_alone(training: Array, bonus: Array, appeals: Array, aligned: Array, none: Array) -> Array:
    """Effect of the best single lever as a part of the effect of all."""
    return np.asarray((np.maximum(np.maximum(training, bonus), appeals) - none) / (aligned - none))


def frames(w: Treatments) -> list[Array]:
    """Adoption by a full programme and without it, in a frame that contradicts it, then in one that fits."""
    return [last(w(*m, **frame), "adoption") for frame in (CONTRADICTING, COHERENT) for m in (FULL, ())]


def kept(contradicted: Array, contradicted_alone: Array, fitting: Array, fitting_alone: Array) -> Array:
    """What a contradicting frame leaves of the effect."""
    return np.asarray((contradicted - contradicted_alone) / (fitting - fitting_alone))


PATTERNS = (
    Pattern("F6", "A dip first: sales fall, and recover.", "Ahearne et al. 2010; Elrod & Tippett 2002 (depth: A)", (
        Measurement("revenue lost at the trough", "%", (10.0, 25.0), revenue, depth),
        Measurement("quarter of the trough", "quarter", (1.0, 3.0), revenue, trough),
        Measurement("from the trough to recovery", "quarters", (2.0, 4.0), revenue, recovery))),
    Pattern("F8", "Blame stops change; culture works through trying and learning, not directly.",
            "Keith & Frese 2008; Edmondson 1999; Klamar et al. 2022", (
                Measurement("attempts after training, under blame", "%", (-5.0, 5.0), tries(**BLAME), percent_more),
                Measurement("the same in a learning climate minus that", "pp", (0.0, inf), tries_by_climate,
                            more_tries),
                Measurement("skill learnt with trying held equal, learning climate against blame", "SD", (0.44, 0.80),
                            skill_by_climate, in_spreads),
                Measurement("customers won with trying and learning held equal", "%", (-2.0, 2.0), sales_by_climate,
                            percent_more))),
    Pattern("F9", "Critical mass: low adoption below a tipping share, a majority above.",
            "Centola et al. 2018; Xie et al. 2011", (
                Measurement("share initially won from which a majority adopts, in a frame that fits", "%", (10.0, 40.0),
                            adoption_by_share, tipping_share),
                Measurement("adoption from 5 % initially won, there", "%", (0.0, 30.0), adoption_at(0.05)),
                Measurement("adoption from 50 % initially won, there", "%", (60.0, 100.0), adoption_at(0.5))),
            remark="The tipping share lies at the upper end of its band: fear and habit weigh much at the defaults."),
    Pattern("F10", "Resisters count for more where they are central.", "Hayati et al. 2018; Flodgren et al. 2011", (
        Measurement("adoption, most central reps resisting against as many others", "pp", (-inf, -10.0), resisters,
                    points),
        Measurement("effect of appeals on intention that central resisters take away", "pp", (0.0, inf), vision,
                    shrinking))),
    Pattern("F11", "Isolated resisters fade where the frame fits.", "seed 002 (band assumed)", (
        Measurement("adoption, a tenth of the reps at the edge resisting", "pp", (-5.0, 5.0), outliers, points),)),
    Pattern("F12", "A consistent frame beats single levers.", "Stajkovic & Luthans 2003 (synergy; bands assumed)", (
        Measurement("effect of the best single lever, against all aligned", "ratio", (-inf, 0.5), levers, best_alone),
        Measurement("effect of a programme in a contradicting frame, against one that fits", "ratio", (-inf, 0.5),
                    frames, kept))),
)
