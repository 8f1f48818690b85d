"""What is known about the model itself: claims, evidence, calibration, and its description."""
