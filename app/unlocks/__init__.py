"""Who may read the full answers: dated unlocks, the codes that grant them, and the one policy that decides."""
