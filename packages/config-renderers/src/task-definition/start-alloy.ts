import { ALLOY_PORT } from '@loki-adoption/environment';

export const ALLOY_ADDRESS = `127.0.0.1:${ALLOY_PORT}`;

/** A start that fails is tried again for this long: ECS restarts no container that ran for less than 60 s. */
const RETRY_SECONDS = 75;

const LONGEST_PAUSE_SECONDS = 8;

/**
 * How long Alloy reads on after ECS has asked the sidecar to stop: two looks at Docker's containers, 5 s apart, and a little more. A task that
 * dies within its first seconds would leave no line otherwise, since ECS stops the sidecar before Alloy has found the container.
 */
export const DRAIN_SECONDS = 12;

/** A line that the sidecar writes to its own log once a minute: Alloy counts the ones that it reads. */
export const HEARTBEAT = 'sidecar heartbeat';

/** `read` waits without a process of its own, which would outlive the script. */
const BEAT = `
while ! read -rt 60 <> <(:); do echo '${HEARTBEAT}'; done &
beat=$!
trap 'kill "$beat" || :' EXIT`;

/**
 * The script that starts Alloy in its container, with the configuration of ALLOY_CONFIG.
 *
 * Alloy starts on an empty storage path, every time: positions that survive a restart during a Loki outage skip the
 * lines that were queued, whereas what Docker still holds is read again and Loki drops exact repeats.
 *
 * Alloy ends when its first request for the task's metadata fails, and one 503 is enough. So the script starts it again, and gives up
 * when ECS will start the container again.
 *
 * The image has a shell, so the container writes its own file. An init container would run once for each task, not for
 * each restart of Alloy inside it, and would leave the file on a volume that outlives them.
 */
export function startAlloy(drainSeconds: number, heartbeat = true): string {
  return `
set -eu
alloy= stopping= pause=1
stop() {
  stopping=1
  [ -z "$alloy" ] || { sleep ${drainSeconds}; kill -TERM "$alloy" || :; }
}
trap stop TERM INT${heartbeat ? BEAT : ''}
while :; do
  rm -rf /tmp/alloy
  mkdir -p /tmp/alloy/data
  printf '%s' "$ALLOY_CONFIG" > /tmp/alloy/config.alloy
  /bin/alloy run --storage.path=/tmp/alloy/data --disable-reporting --server.http.listen-addr=${ALLOY_ADDRESS} /tmp/alloy/config.alloy &
  alloy=$! code=0
  wait "$alloy" || code=$?
  # The signal ended the first wait, not Alloy.
  [ -z "$stopping" ] || { code=0; wait "$alloy" || code=$?; exit "$code"; }
  alloy=
  [ "$SECONDS" -lt ${RETRY_SECONDS} ] || exit "$code"
  echo "Alloy ended with code $code and is started again in $pause s" >&2
  sleep "$pause" & wait "$!" || :
  [ -z "$stopping" ] || exit "$code"
  [ "$pause" -ge ${LONGEST_PAUSE_SECONDS} ] || pause=$((pause * 2))
done`.trimStart();
}
