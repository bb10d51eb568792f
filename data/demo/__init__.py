"""The invented demo town: `demo_records` gives it as records, `write_demo` as a project file."""

from data.demo.demo_project_data import demo_records, write_demo
from data.demo.records import DemoCity

__all__ = ["DemoCity", "demo_records", "write_demo"]
