"""The cordon in the window."""
