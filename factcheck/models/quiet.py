"""Keeping the model libraries from printing: stderr is for our own messages."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Silences the libraries' load reports, progress bars and advice inside the block; errors still raise."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from transformers.utils import logging as library_logging

        level, bars = library_logging.get_verbosity(), library_logging.is_progress_bar_enabled()
        library_logging.set_verbosity(logging.CRITICAL)
        library_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            library_logging.set_verbosity(level)
            if bars:
                library_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
