"""Measures and frames that several claims use."""

from __future__ import annotations

from typing import Any

from sim.analysis.claims.worlds import measure

TRAINING = measure("training", 2, 2)
COACHING = measure("coaching", 2, 4, skill=0.8)
BOSS = measure("coaching", 2, 4, by="manager")
TARGETS = measure("targets", 2, 15)
HUNT = measure("targets", 2, 15, pressure=0.4)
BONUS = measure("bonus_change", 2, 15)
RECOGNITION = measure("recognition", 2, 15)
APPEALS = measure("appeals", 2, 4)
CULTURE = measure("error_culture_work", 1, 16)
REFLECTION = measure("reflection_meetings", 1, 16)
JOINT = measure("guidelines", 1, 16, jointly=1.0)
IMPOSED = measure("guidelines", 1, 16, jointly=0.0)
SELLERS = measure("hire_sellers", 1)
LEADER_COACHING = measure("leader_coaching", 1, 8)
LEADER_REFLECTION = measure("leader_reflection", 1, 8)
PUSHED = (TRAINING, COACHING, TARGETS, BONUS, APPEALS)
"""A typical transformation: ability, coaching, targets, money and a campaign."""
FULL = (*PUSHED, RECOGNITION)

BLAME: dict[str, Any] = {"framework__error_culture": 0.1}
LEARNING: dict[str, Any] = {"framework__error_culture": 0.8}
COHERENT: dict[str, Any] = {"framework__recognition_for_selling": 0.8, "framework__careers_for_selling": 0.8,
                            "framework__goal_conflict": 0.1, "framework__error_culture": 0.7}
CONTRADICTING: dict[str, Any] = {"framework__recognition_for_selling": 0.1, "framework__careers_for_selling": 0.1,
                                 "framework__goal_conflict": 0.8, "framework__error_culture": 0.2}
