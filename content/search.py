"""Full-text search columns: one text search configuration for each language.

The configurations `polisocial_it` and `polisocial_en` take accents off and reduce
words to their stems; content's first migration creates them.
"""

from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import GeneratedField


def vector(config, **weighted):
    """A stored column of words made from other columns: A="title", D="summary"."""
    parts = [
        SearchVector(column, config=config, weight=weight)
        for weight, column in weighted.items()
    ]
    return GeneratedField(
        expression=reduce(add, parts),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )
