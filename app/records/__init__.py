"""Records of the project in the window: table, form, photographs, history, what is selected."""
