"""Tables, figures and result directories. Nothing here changes a number."""
