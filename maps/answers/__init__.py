"""What is asked of the open project: what is covered, who sees, which roads are read, what leaves as data."""
