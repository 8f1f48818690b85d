"""Design of experiments: the research question as a file, and its worlds as a table of points."""
