"""From runs to answers: comparison, measures of success, conditions that would reverse the answer."""
