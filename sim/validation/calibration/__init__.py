"""Calibration of the defaults to the patterns of the literature: history matching (Craig et al. 1997)."""
