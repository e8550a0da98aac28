"""Changing the bank with care: an upload is reviewed before it is loaded, and a load can be taken back.

What an upload would do is worked out once, against the bank as it is then, and kept in the upload's row beside the
fingerprint of that bank: a request shows it without parsing thousands of files again, and applying notices that the
bank moved on meanwhile.

In the order it runs: `archives`, with `zip_reading`, makes seed files of what was sent. `bank_now` reads the bank and
holds the files against it; `reviewing`, with `facts_moved` and `near_duplicates`, works out the `review`, which
`uploads` keeps. `review_page`, with `word_diff`, shows it page by page, and `applying` loads what is taken.
`batch_page` shows a load, `undo` takes it back.
"""
