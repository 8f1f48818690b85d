"""The strategies with which a new scenario file begins."""

from __future__ import annotations

EXAMPLE_STRATEGIES = """
[[strategies]]
name = "small_steps"
label = "Small steps"
description = "The usual mixture: a little training each year and a reminder in the meetings."

[[strategies.measures]]
kind = "training"
start = 2
quarters = 2
dose = 0.3

[[strategies.measures]]
kind = "appeals"
start = 5
quarters = 4
dose = 0.3

[[strategies]]
name = "transform_everyone"
label = "Transform everyone"
description = "Training, coaching, targets and another bonus for the whole force."

[[strategies.measures]]
kind = "training"
start = 2
quarters = 2

[[strategies.measures]]
kind = "coaching"
start = 3
quarters = 4
by = "professional"
skill = 0.75

[[strategies.measures]]
kind = "targets"
start = 3
quarters = 12
pressure = 0.3

[[strategies.measures]]
kind = "bonus_change"
start = 5
quarters = 12
bonus = { individual = 0.7, team = 0.2, company = 0.1, variable_share = 0.25, new_business_share = 0.6 }

[[strategies]]
name = "add_sellers"
label = "Add sellers"
description = "Dedicated sellers win new customers and hand them to the advisors."

[[strategies.measures]]
kind = "hire_sellers"
start = 2
sellers = 8

[[strategies.measures]]
kind = "guidelines"
start = 2
quarters = 4
jointly = 0.8
dose = 0.5

[[strategies.measures]]
kind = "training"
start = 4
quarters = 2
target = "sellers"
"""
