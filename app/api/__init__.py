"""The JSON API, one file per feature, over the same verbs as the pages.

Each router carries the prefix `/api/v1` itself, so that a route's template is its whole path in logs and checks.
"""
