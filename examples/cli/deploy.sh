#!/bin/sh
# Brings the shop's keyspace to the newest version. Any number of these may run at once.
set -eu
cd "$(dirname "$0")"
export TIDEMARK_PROFILE="${TIDEMARK_PROFILE:-dev}"

# Creates what is missing; where the keyspace is made by somebody else, leave this out.
tidemark init

# Exit code 4, and the end of this script, when an applied file was edited or is gone.
tidemark validate

# For the log: what is about to run.
tidemark plan

tidemark migrate

# Exit code 1 if anything were still pending.
tidemark pending
tidemark status
