"""What stands on the map: from rows of the project to painters, with their looks and their legend."""
