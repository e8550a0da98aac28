"""What is a person's: the one list of it, and what happens to it when a guest turns out to be somebody.

A table that points to people and is not in the list fails a test: forgetting one would lose somebody's work.
"""
