"""HTML pages, one file per feature. A handler loads by its dependencies, calls one verb, renders or redirects."""
