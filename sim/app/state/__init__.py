"""State of the workshop's page: the case and its changes, history, link and files. Pure Python, no user interface."""
