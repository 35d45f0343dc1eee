"""Claims from articles: sentences worth checking, each readable alone, with its quote and speaker."""
