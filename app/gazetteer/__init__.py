"""The world's cities: their names in many scripts, their time zones, and countries."""
