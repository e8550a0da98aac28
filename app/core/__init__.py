"""Ground, knowing no feature: what at least two of them need, and the one way from Markdown to safe HTML.

That way is `markdown`, with what a passage may hold (`blocks`, `tables`, `tex`, `diagrams`, `highlighting`), what the
passages of one document share (`page`), and a second fence (`sanitizing`). It stands here although only questions walk
it today: whatever else shows text that somebody wrote must not find another.
"""
