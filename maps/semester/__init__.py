"""The six-monthly review: what may be compared, the comparison, its snapshots, its meeting and decisions."""
