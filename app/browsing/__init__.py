"""What one viewer sees: lists, questions, topics and home, as frozen values that both faces render.

Everything a visitor gets is a function of public tables; an answer comes in only through `unlocks.policy`.
"""
