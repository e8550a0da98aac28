"""Worksheets: arithmetic that stands in answers. Pure; knows nothing of questions or people.

Formulas are parsed by Python's own parser and checked against an allow-list of syntax; nothing is ever handed to
`eval`.
"""
