"""The invented demo town: `demo_project_data.demo_records` and `.write_demo`."""
