"""Going about the map and the project: search, views, what lies under the pointer."""
