"""The proof that locked answers do not leak.

Two throw-away banks hold the same public text and different locked answers, full of words that stand nowhere else. What
everybody without an unlock is sent, by every route, must be the same byte for byte in both, and must hold none of those
words. Somebody with an unlock must see them, or the check could not fail.
"""
