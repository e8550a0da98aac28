"""Runs every benchmark: `make bench`."""

from bench import loading, near_duplicates, pages, review, statistics, worksheets

loading.run()
near_duplicates.run()
pages.run()
review.run()
statistics.run()
worksheets.run()
