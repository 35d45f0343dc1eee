"""Makes the paths of a SARIF log relative to the top of the checkout, where code scanning looks for the files.

factcheck writes them relative to the folder that it was called in. Usage: sarif_root.py LOG FOLDER TOP
"""

from __future__ import annotations

import json
import os
import posixpath
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = "%SRCROOT%"


def moved(node: object, folder: str) -> object:
    """The part of a log with ``folder``, percent-encoded, before each path that is relative to the root."""
    if isinstance(node, list):
        return [moved(item, folder) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("uriBaseId") == ROOT:
        return {**node, "uri": posixpath.normpath(f"{folder}/{node['uri']}")}
    return {key: moved(value, folder) for key, value in node.items()}


def main(log: str, folder: str, top: str) -> None:
    """Rewrite the log in place, unless ``folder`` is the top itself or not below it."""
    below = Path(os.path.relpath(os.path.realpath(folder), os.path.realpath(top))).as_posix()
    if below == "." or below.split("/")[0] == "..":
        return
    path = Path(log)
    content = moved(json.loads(path.read_text("utf-8")), quote(below))
    assert isinstance(content, dict)
    for run in content["runs"]:
        run["originalUriBaseIds"] = {ROOT: {"description": {"text": "The top of the checkout."}}}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
