"""The end of an event's personal data."""
