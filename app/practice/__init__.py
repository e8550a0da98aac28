"""Attempts, marks and the counts made of them.

A mark is the state "practiced": it has a row while it stands. An attempt is an event and is never deleted. The count
on a question is a plain number changed in the attempt's own transaction, so that it always equals a recount; so are the
summaries by day, week and ever that staff read, because a page over a million attempts must not count them.

Locks are taken in one order: the person, attempts, marks, counters, and the summaries of the whole bank last, since
everybody writes those.
"""
