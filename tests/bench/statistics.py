"""Times compared in one run: what is compared takes turns, so noise is shared."""

from statistics import median


def in_turns(measures, rounds):
    """The middle value of each measure, by name, all taken once each round."""
    taken = {name: [] for name in measures}
    for _round in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: median(values) for name, values in taken.items()}
