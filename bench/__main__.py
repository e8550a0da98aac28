"""Runs every benchmark: `make bench`."""

from bench import loading, pages

loading.run()
pages.run()
