"""Changing the bank with care: an upload is reviewed before it is loaded, and a load can be taken back.

What an upload would do is worked out once, against the bank as it is then, and kept in the upload's row beside the
fingerprint of that bank: a request shows it without parsing thousands of files again, and applying notices that the
bank moved on meanwhile.
"""
