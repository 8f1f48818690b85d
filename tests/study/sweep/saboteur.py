"""Workers that misbehave, for the tests: functions of a module, so that spawned processes find them."""

from __future__ import annotations

import os
import threading
import time
from unittest.mock import patch

from sim.study.sweep import work
from sim.study.sweep.work import Job, JobResult, do

POISON = 2
"""Number of the future that is poisonous."""
ONE_AT_A_TIME = threading.Lock()
REAL = work.simulated


def raises_on_poison(job: Job) -> JobResult:
    """A model that cannot simulate a certain future; the others go on."""
    def simulated(scenario, part):
        if POISON in part.runs:
            raise FloatingPointError("the poison works")
        return REAL(scenario, part)

    with ONE_AT_A_TIME, patch.object(work, "simulated", simulated):
        return do(job)


def dies_on_poison(job: Job) -> JobResult:
    """A process that is gone as soon as it meets a certain world and future."""
    if any(run == POISON and fear > 0.7 for run, fear in zip(job.runs, job.values["people.fear_of_failure"],
                                                             strict=True)):
        os._exit(9)
    return do(job)


def dawdles(job: Job) -> JobResult:
    """Time enough to be killed."""
    time.sleep(0.4)
    return do(job)
