#!/usr/bin/env bash
# Runs `factcheck check` in the current folder and shows the result: in the log, in the job summary and as outputs.
#
# Reads TOOL and PYTHON, from install.sh; PATHS, ARGS, BASELINE and JOB_SUMMARY, the inputs; and the runner's variables.
# Writes the outputs `exit-code`, `report`, `markdown` and `sarif`. Ends with 0 once the check has an exit code, whatever
# it is: the last step of the action ends with that one, after the SARIF upload.
set -euo pipefail

readonly LIMIT=1048576 # bytes of a step's job summary; GitHub drops a larger one whole

results="$(mktemp -d "$RUNNER_TEMP/factcheck.XXXXXX")"
record="$results/record.json"
messages="$results/messages.txt"

main() {
  local code=0
  set_arguments
  as_text "$TOOL" check "${arguments[@]}" || code=$?
  output exit-code "$code"
  if [ -s "$record" ]; then
    show_report
  else
    summarize < <(failure "$code")
  fi
}

# The options and paths. Bash 3.2, which macOS has, knows no mapfile.
set_arguments() {
  local words line
  arguments=()
  words="$(split_words)" || bad_usage "a quote in the input args does not end"
  while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
  done <<<"$words"
  if [ -n "${BASELINE:-}" ]; then arguments+=(--baseline "$BASELINE"); fi
  arguments+=(--format json --output "$record" --) # last, so that ARGS cannot have it otherwise
  while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
  done <<<"${PATHS:-}"
}

# ARGS, one word a line; a quote that does not end is an error.
split_words() {
  "$PYTHON" -c 'import os, shlex; print("\n".join(shlex.split(os.environ.get("ARGS", ""))))' 2>"$messages"
}

bad_usage() {
  echo "factcheck: $1" >&2
  output exit-code 2
  exit 2
}

# Runs a command with all that it prints in the log, and stops GitHub from reading lines of claims as commands to itself.
as_text() {
  local code=0 token
  token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  echo "::stop-commands::$token"
  "$@" 2>&1 | tee "$messages" || code=$?
  printf '\n::%s::\n' "$token" # on a line of its own, even if the last one above has no end
  return "$code"
}

output() {
  echo "$1=$2" >>"$GITHUB_OUTPUT"
}

show_report() {
  as_text "$TOOL" report "$record"
  "$TOOL" report "$record" --format markdown --output "$results/report.md"
  "$TOOL" report "$record" --format sarif --output "$results/report.sarif"
  "$PYTHON" "$GITHUB_ACTION_PATH/action/sarif_root.py" "$results/report.sarif" "$PWD" "$GITHUB_WORKSPACE"
  output report "$record"
  output markdown "$results/report.md"
  output sarif "$results/report.sarif"
  summarize <"$results/report.md"
}

# Adds its input to the job summary: all of it, or, where it is too large, what stands before the tables of claims.
summarize() {
  local page="$results/summary.md"
  cat >"$page"
  if [ "${JOB_SUMMARY:-true}" != true ] || [ -z "${GITHUB_STEP_SUMMARY:-}" ]; then return; fi
  if [ "$(wc -c <"$page")" -le "$LIMIT" ]; then
    cat "$page" >>"$GITHUB_STEP_SUMMARY"
    return
  fi
  {
    sed -e '/^| Label /,$d' -e '/^## Evidence$/,$d' "$page" | { head -c 100000 && cat >/dev/null; }
    printf '\n\n**The claims are left out:** a job summary holds 1 MiB. The file named by the output markdown has all.\n'
  } >>"$GITHUB_STEP_SUMMARY"
}

failure() {
  printf '# factcheck: nothing was decided\n\nThe check ended with exit code %s and this message:\n\n<pre>\n' "$1"
  head -c 100000 "$messages" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
  printf '</pre>\n'
}

main
