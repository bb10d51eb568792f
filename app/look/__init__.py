"""How the window looks: themes, colours, icons, size of the text and the small widgets that everyone shares."""
