"""A sweep: the runs of a design, carried out, kept on disk, found again."""
