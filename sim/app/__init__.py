"""The workshop: a browser app for trainers, consultants and researchers."""
