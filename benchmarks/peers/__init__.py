"""The same model again, agent by agent: in plain Mesa and in AgentPy.

It is written from docs/model.md on Python floats and shares no law and no step with `sim`. It says what
an ordinary agent-based program of this model costs, and it is the second opinion on every number of the
engine: on the same luck, both must tell the same run.
"""
