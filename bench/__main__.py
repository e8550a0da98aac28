"""Runs every benchmark: `make bench`."""

from bench import facts_moved, loading, near_duplicates, pages, review, statistics, worksheets

facts_moved.run()
loading.run()
near_duplicates.run()
pages.run()
review.run()
statistics.run()
worksheets.run()
