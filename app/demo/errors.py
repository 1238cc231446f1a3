"""What can stop the demo from being loaded."""


class DemoExists(Exception):
    """There is an event under the demo's address already; it is left as it is."""
