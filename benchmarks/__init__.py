"""Measurements of speed, and the peers that the engine is measured against."""
