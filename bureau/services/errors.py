class BureauError(Exception):
    """An anticipated refusal, worded for the person at the screen."""
