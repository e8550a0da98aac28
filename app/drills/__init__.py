"""Estimates made by people: a guess at a drill or at a twist, scored against what the worksheet gives.

A guess is kept once: the first one counts, for whoever has seen the outcome guesses no more. What may be drilled is
decided where answers are (`browsing.worksheets`); this room knows guesses only.

`choosing` picks the next drill and that of the day, `drill` asks one and tells how it came out, `twists` does the same
for a twist. Both keep `guesses`; `history` tells how somebody's drills went, `kinds` has the words for what was asked.
"""
