"""The place of the semester: compared, frozen, proposed, told in minutes."""
