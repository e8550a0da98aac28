"""The JSON API, one file per feature, over the same verbs as the pages."""
