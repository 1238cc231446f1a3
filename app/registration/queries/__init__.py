"""Every SELECT on registrations: for attendees and their letters, and for the desk."""
