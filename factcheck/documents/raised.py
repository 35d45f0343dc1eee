"""Raised digits: without their own characters 10 to the sixth would be read as 106, and a footnote mark as a digit."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")


def raised(text: str) -> str:
    """The text with digits and signs as superscript characters; letters stay, as those of *2nd*."""
    return text.translate(_RAISED)
