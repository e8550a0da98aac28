"""Who may read the full answers: dated unlocks, the codes that grant them, and the one policy that decides.

`policy` lies below practice and knows no settings, so the gate and whether somebody attempted a question are arguments;
`browsing` asks for both and passes them on. An unlock is a row with its dates and its source, never a flag on a person:
what was granted, by whom and until when stays after it is over.
"""
