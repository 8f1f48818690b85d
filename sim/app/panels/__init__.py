"""The components of the page, as Python sees them: what each is given, and the one event by which it answers."""
