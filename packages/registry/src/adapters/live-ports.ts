import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryPorts } from '../ports.ts';
import { dockerCredentials } from './credentials.ts';
import { sendHttp } from './http.ts';

/** The real world: HTTPS, and what a person has logged in with. */
export function livePorts(env: NodeJS.ProcessEnv): RegistryPorts {
  return {
    send: (request) => sendHttp(request),
    credentials: async (host) => dockerCredentials(env, host),
    sleep: (ms) => sleep(ms),
    now: () => Date.now(),
  };
}
