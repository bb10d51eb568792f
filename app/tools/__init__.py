"""What the hand does to the map: cameras moved and aimed, areas drawn, distances measured, questions asked."""
