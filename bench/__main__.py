"""Runs every benchmark: `make bench`."""

from bench import loading, near_duplicates, pages, statistics

loading.run()
near_duplicates.run()
pages.run()
statistics.run()
