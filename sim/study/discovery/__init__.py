"""Scenario discovery: conditions under which a strategy wins."""
