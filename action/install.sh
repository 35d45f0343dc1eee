#!/usr/bin/env bash
# Installs factcheck into a virtual environment of its own, so that the packages of the job stay as they are.
#
# Reads PYTHON, which may be empty, INSTALL, RUNNER_TEMP and GITHUB_ACTION_PATH; writes the outputs `command` and `python`.
set -euo pipefail

home="$(mktemp -d "$RUNNER_TEMP/factcheck-venv.XXXXXX")"
"${PYTHON:-python3}" -m venv "$home"
bin="$home/bin"
if [ -d "$home/Scripts" ]; then # Windows
  bin="$home/Scripts"
fi

if [ -n "${INSTALL:-}" ]; then
  set -- -- "$INSTALL"
else # the versions that this ref was tested with
  set -- --constraint "$GITHUB_ACTION_PATH/constraints.txt" -- "$GITHUB_ACTION_PATH[large]"
fi
"$bin/python" -m pip --disable-pip-version-check install --quiet "$@"

"$bin/factcheck" --version
{
  echo "command=$bin/factcheck"
  echo "python=$bin/python"
} >>"$GITHUB_OUTPUT"
