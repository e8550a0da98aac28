"""Who did what to whom. Rows hold ids and labels, never secrets or answers; each carries the hash before it."""
