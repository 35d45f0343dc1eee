"""The verifiers that the scripts here measure: those of the settings, the large one with another adapter."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from factcheck.datatypes import Verifier
from factcheck.models.cascade import CascadeVerifier, LanguageVerifier
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier


def add_options(parser: ArgumentParser) -> None:
    """``--verifier`` and ``--adapter``."""
    parser.add_argument("--verifier", choices=["small", "large", "cascade"], default="cascade")
    parser.add_argument("--adapter", type=Path, help="folder of another adapter for the large verifier")


def chosen(args: Namespace) -> Verifier:
    """The verifier that the options name."""
    small = SmallVerifier()
    if args.verifier == "small":
        return small
    large = LargeVerifier(args.adapter)
    return LanguageVerifier(CascadeVerifier(small, large) if args.verifier == "cascade" else large, small)
