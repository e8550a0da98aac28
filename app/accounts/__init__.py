"""People. A guest and a member are rows of one table, so that signing up loses nothing."""
