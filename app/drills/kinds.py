"""Kinds of quantities (`estimates.quantities.Quantity`) in words."""

# What a drill asks for.
ONE = {
    "money": "an amount of money",
    "rate": "a rate",
    "time": "a span of time",
    "data": "an amount of data",
    "compute": "an amount of computing",
    "energy": "an amount of energy",
    "count": "a count",
    "ratio": "a pure number",
}
# What several drills asked for.
SEVERAL = {
    "money": "money",
    "rate": "rates",
    "time": "times",
    "data": "data",
    "compute": "computing",
    "energy": "energy",
    "count": "counts",
    "ratio": "pure numbers",
}
