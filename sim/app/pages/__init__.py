"""How the parts of the page are put together."""
