"""Grades, pay and spending checks from the workbooks that people really keep."""

__version__ = "0.1.0"
