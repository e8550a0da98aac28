"""What there is to learn: bank, topics, questions, facts and the seeds they come from. Knows nothing of people.

Why answers are a table of their own (`answers.py`): the gate must be provable. Whoever does not import that module
cannot read an answer, and an import contract names the few that may. Nothing refers to it by `relationship()`,
because a string would slip past the contract. `source_changes` is among the few as a part of loading.

Everything is derived from the source files when they are loaded: HTML, search words, facet counts. A request composes
what is stored; it never parses. So there are two lanes, which meet in the tables of `models` and `answers` only.

Reading: `lookup` (one question), `listing` (pages of them), `search` (by words).

Loading, in the order it runs: `seed_files` reads bytes; `seed_format`, with `front_matter` and `seed_sections`, parses
each file; `versions` reads what the bank holds into the values of `stored_bank`. `preparing` sees by `comparing` what
differs, lets `seed_checking` hold the files against each other and the bank, and lets `rendering`, with `facts` and the
`slots` of worksheets, make the HTML; a stamp (`stamps`) tells later whether it is still what this code would make. All
of that comes before the transaction. Then `seed_loading` writes at once: the sources before and after
(`source_changes`), the pages (`pages_loading`), the questions as `rows`, the index of `search`, the counts of `facets`,
and what follows where a topic moved (`topic_moves`). Where another load came between, `load_retry` does all of it
again. `batches` lists the loads, `export` gives the files back.
"""
