"""The research view: a sweep's folder as a heat map and as bars, and each of its worlds as one to open live."""
