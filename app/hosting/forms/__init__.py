"""What hosts fill in. Shape only, but for the city, which the gazetteer must know."""
