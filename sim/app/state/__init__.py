"""What the workshop's page is in: the case and its changes, history, the link, files. Pure Python, no surface."""
