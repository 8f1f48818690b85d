"""A sweep: the runs of a design, carried out, stored on disk and reused."""
