"""Practiced, in numbers: what staff read, as page, CSV and JSON.

Numbers come from the summaries that practice keeps, so a page costs the same over a thousand attempts and a million.
The questions are read whole, two numbers or twenty of each: sorting, topics and totals are then plain Python over one
query, and all of them agree because they are the same rows. Authors read this: nothing here names a person.
"""
