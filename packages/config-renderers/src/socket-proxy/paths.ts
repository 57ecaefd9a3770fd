/** The volume through which a container reaches the host's Docker daemon, and where it is there. */
export const DOCKER_SOCKET_VOLUME = 'docker-socket';
export const DOCKER_SOCKET_PATH = '/var/run/docker.sock';

/** The volume that the proxy shares with the sidecar, and the folder where both have it. */
export const PROXY_VOLUME = 'docker-socket-proxy';
export const PROXY_FOLDER = '/run/docker-socket-proxy';
/** Where the proxy listens. */
export const PROXY_SOCKET_PATH = `${PROXY_FOLDER}/docker.sock`;

/** The socket that the sidecar reads. */
export function socketOf(hasProxy: boolean): string {
  return hasProxy ? PROXY_SOCKET_PATH : DOCKER_SOCKET_PATH;
}
