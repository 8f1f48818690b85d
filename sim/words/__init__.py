"""All texts of the workshop in German and English, and numbers as each language writes them."""
