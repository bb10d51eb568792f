"""How the project wants to be looked at, as data: scenes, bookmarks, styles, classes, filters."""
