"""What a competition may award."""

from django.db.models import Sum


def may_be_awarded(competition):
    """What is allotted to it and its call's other sources (EUR); None where neither is.

    An allotment whose sum nobody knows adds nothing: it cannot be spent.
    """
    allotted = competition.allotments.aggregate(sum=Sum("amount"))["sum"]
    others = competition.call.other_sources if hasattr(competition, "call") else None
    return in_all(allotted, others)


def in_all(allotted, others):
    if allotted is None and others is None:
        return None
    return (allotted or 0) + (others or 0)
