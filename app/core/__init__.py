"""Ground: what at least two features need today, knowing none of them."""
