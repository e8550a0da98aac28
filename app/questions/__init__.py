"""What there is to learn: bank, topics, questions, facts and the seeds they come from. Knows nothing of people.

Why answers are a table of their own (`answers.py`): the gate must be provable. Whoever does not import that module
cannot read an answer, and an import contract names the few that may. Nothing refers to it by `relationship()`,
because a string would slip past the contract.

Everything is derived from the source files when they are loaded: HTML, search words, facet counts. A request composes
what is stored; it never parses.
"""
