"""Numbers with their nouns, as every view says them."""

__all__ = ["quantity"]


def quantity(number: int, noun: str) -> str:
    """``1 message``, ``1,448 bytes``."""
    return f"{number:,} {noun}" + "s" * (number != 1)
