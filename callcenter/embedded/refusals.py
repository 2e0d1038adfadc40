"""What cannot be started, in a sentence that says what to do."""


class CannotStart(Exception):
    """Starting stopped; the text is for the person at the terminal."""
