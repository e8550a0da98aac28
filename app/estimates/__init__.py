"""Worksheets: arithmetic that stands in answers. Pure; knows nothing of questions or people.

Formulas are parsed by Python's own parser and checked against an allow-list of syntax; nothing is ever handed to
`eval`.

Loading, in the order it runs: `parsing` reads a block into a `worksheet`, with `formulas` for the syntax and `units`
for the closed list of units. `calculation` makes its formulas functions: `compiling` checks their dimensions
(`quantities`) and makes each a function of numbers and of `intervals`. `claims` holds what the author wrote against
what they give; `ranges` shows that no input within its range breaks them.

Reading: `turning` takes what a reader typed (`reading`) and recomputes; `sensitivity` says which input matters most,
`curve` draws one result against one input, both along the `scale` of a range. Drills: `draws` draws the inputs by a
seed, `scoring` scores a guess, `working` works the result line by line. All of them write numbers by `notation`;
programs get `plain_html`.
"""
