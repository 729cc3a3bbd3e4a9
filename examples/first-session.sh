#!/usr/bin/env bash
# The first session of the README, against a ledger that was just made:
#
#   JIRGA_DATA=data/first JIRGA_ORIGIN=ledger.example/first npm start
#   examples/first-session.sh jirga_…          with the enrolment token of the province, in a second terminal
#
# A second argument is the address where it listens elsewhere than at http://127.0.0.1:3000. Needs curl.
set -euo pipefail

INVITATION=${1:?the enrolment token that the first start has printed for the province}
ADDRESS=${2:-http://127.0.0.1:3000}
PASSWORD='a sentence of my own'
TOKEN=

# One request as whoever TOKEN stands for.
ask() {
  curl -sS "$ADDRESS/v1/$1" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "${@:2}"
  echo
}

# A member of the JSON that comes in.
of() { node -pe "JSON.parse(require('fs').readFileSync(0)).$1"; }

say() { printf '\n%s\n' "$*"; }

say 'The token becomes an account, the account a bearer token.'
ask enrolments -d '{"token":"'"$INVITATION"'","login":"admin","password":"'"$PASSWORD"'"}'
TOKEN=$(ask tokens -d '{"login":"admin","password":"'"$PASSWORD"'"}' | of token)
ask me
ME=$(ask me | of participantId)

say 'Somebody is registered. The same request again is answered with the same participant, and recorded once.'
register() { ask participants -H 'Idempotency-Key: 1' -d '{"displayName":"Zarmina Gul (fictitious)","languages":["ps","en"]}'; }
register
ID=$(register | of stream.id)

say 'She may audit from now on.'
ask "participants/$ID/grant-role" -d '{"role":"AUDITOR"}'

say 'Nobody grants himself a role: refused with a code and the invariant it enforces.'
ask "participants/$ME/grant-role" -d '{"role":"AUDITOR"}'

say 'What the administrator may do with her record, and what stops the rest.'
ask "participants/$ID/actions"
