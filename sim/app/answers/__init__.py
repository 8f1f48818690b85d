"""Requests about two strategies, their answers by numbers and in words, and the processes that work them out."""
