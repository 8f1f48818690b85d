"""From runs to answers: comparison, measures of success, what would turn the answer."""
