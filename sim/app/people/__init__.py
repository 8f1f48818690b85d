"""The people of one future: who they are, where they stand, what they do, and their stories."""
