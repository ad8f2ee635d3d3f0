"""Submitted cases: their life cycle, receipt numbers, and the way out to the authorities."""
