"""The projects explorer: what there is to choose, what was chosen, what was found."""

from awards.facets.index import FACETS, Index, current_index
from awards.facets.search import Search

__all__ = ["FACETS", "Index", "Search", "current_index"]
