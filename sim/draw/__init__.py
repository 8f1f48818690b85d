"""Drawing: one style for all figures, and figures as the same bytes every time."""
