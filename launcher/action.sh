#!/bin/sh
# The step of action.yml: writes the findings to $SARIF_FILE for code scanning, then prints them for
# the log; its exit code is that of the check. $CHECK has an operand per line.

wsdoctor=${0%/*}/../wsdoctor

set --
while IFS= read -r operand; do
  if [ -n "$operand" ]; then set -- "$@" "$operand"; fi
done <<END
${CHECK:-.}
END
set -- check "$@" --fail-on "${FAIL_ON:-error}"
if [ -n "${BASELINE:-}" ]; then set -- "$@" --baseline "$BASELINE"; fi
if [ -n "${NGINX_VERSION:-}" ]; then set -- "$@" --nginx-version "$NGINX_VERSION"; fi

sarif=${SARIF_FILE:-wsdoctor.sarif}
"$wsdoctor" "$@" --format sarif >"$sarif" 2>/dev/null
if [ -s "$sarif" ] && [ -n "${GITHUB_OUTPUT:-}" ]; then echo "sarif=$sarif" >>"$GITHUB_OUTPUT"; fi
"$wsdoctor" "$@"
