"""Validation of the model: claims, evidence, calibration, and its description."""
