"""The session of one browser page, and the effects of its actions."""
