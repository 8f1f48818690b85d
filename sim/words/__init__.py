"""Everything the workshop says, in German and English, and numbers as each language writes them."""
