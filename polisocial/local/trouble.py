class Trouble(Exception):
    """What a person has to put right before we can go on, in one sentence."""
