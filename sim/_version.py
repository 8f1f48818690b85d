"""The version, in the one place from which package and distribution take it."""

__version__ = "0.1.0"
