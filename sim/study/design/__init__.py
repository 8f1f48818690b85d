"""Design of experiments: what a researcher asks, as a file; which worlds that means, as a table."""
