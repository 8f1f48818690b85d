"""Predict, then reveal: storylines as files, the steps through them, and what a guess comes to."""
