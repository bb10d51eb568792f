"""What art. 2(c) asks of the open project: who overlaps, what can move, where to add, what a proposal changes."""
