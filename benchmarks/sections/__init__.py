"""What is measured: each module has a function that takes an effort and returns the rows of a tidy table."""
