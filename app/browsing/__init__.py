"""What one viewer sees: lists, questions, topics and home, as frozen values that both faces render.

Everything a visitor gets is a function of public tables; an answer comes in only through `unlocks.policy`.

A list is `question_list`: what was asked (`filters`), the numbers beside it (`counts`, `facets`), its lines (`rows`). A
question is `question_page`: found for the viewer (`finding`), with the `answer` if they may read it. `readable` is the
policy as a condition for lists. `worksheets` are those of answers that may be read, `facts` the dated figures with what
cites them. Home and topics are `topics`, with `start_here`; `diagrams` are drawings by address.
"""
