"""The tests of this folder keep their answers apart from the user's."""

from plans import own_cache

__all__ = ["own_cache"]
