import { nginxBlock, openLocation, printNginx, quoted, temporaryPaths } from '../nginx.ts';
import { DOCKER_SOCKET_PATH, PROXY_SOCKET_PATH } from './paths.ts';

/** Everything that the proxy writes lies here. */
const SCRATCH = '/tmp/docker-socket-proxy';

/**
 * What Alloy 1.18 asks Docker for: which version it speaks, containers and networks for discovery, and of a container what it is and
 * what it logs. `GET /containers/{id}/archive` and `/export` read files, so nothing below a container is open that isn't named.
 * https://docs.docker.com/reference/api/engine/
 */
const READS = ['_ping', 'version', 'containers/json', 'networks', 'events', 'containers/[0-9a-f]{12,64}/(json|logs)'];

/** The configuration of the nginx between a sidecar and the Docker socket. */
export function socketProxyConfig(): string {
  return printNginx([
    'daemon off',
    '# The socket belongs to root.',
    'user root',
    'worker_processes 1',
    'worker_rlimit_nofile 4096',
    `pid ${SCRATCH}/nginx.pid`,
    'error_log stderr warn',
    nginxBlock('events', 'worker_connections 2048'),
    nginxBlock(
      'http',
      ...temporaryPaths(SCRATCH),
      'server_tokens off',
      'default_type text/plain',
      '# Only what was refused.',
      `log_format refused escape=json '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status}'`,
      nginxBlock('map $status $is_refused', 'default 0', '~^40[35] 1'),
      'access_log /dev/stdout refused if=$is_refused',
      nginxBlock('upstream docker', `server unix:${DOCKER_SOCKET_PATH}`),
      nginxBlock(
        'server',
        `listen unix:${PROXY_SOCKET_PATH}`,
        'client_max_body_size 1k',
        'proxy_http_version 1.1',
        'proxy_buffering off',
        '# A container may log nothing for days.',
        'proxy_read_timeout 7d',
        'send_timeout 7d',
        'proxy_pass_request_headers off',
        'proxy_set_header Host docker',
        `proxy_set_header Connection ${quoted('')}`,
        openLocation(
          String.raw`(/v1\.[0-9]{1,3})?/(${READS.join('|')})`,
          ['GET', 'HEAD'],
          // Never the path as it was sent: Docker could read it as another one.
          'proxy_pass http://docker$path$is_args$args',
        ),
        nginxBlock('location /', `return 403 ${quoted('closed: containers and their logs can be read, nothing else')}`),
      ),
    ),
  ]);
}

/** Starts nginx. A socket that an earlier life left would keep it from listening. */
export const START_SOCKET_PROXY = [
  'set -eu',
  `rm -rf ${SCRATCH} ${PROXY_SOCKET_PATH}`,
  `mkdir -p ${SCRATCH}`,
  `printf '%s' "$PROXY_CONFIG" > ${SCRATCH}/nginx.conf`,
  `exec nginx -e stderr -c ${SCRATCH}/nginx.conf`,
].join('\n');
