"""The models: embedder and verifier; lazy, pinned, and offline unless told otherwise."""
