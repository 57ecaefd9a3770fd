import { type Environment, logGroup } from '@loki-adoption/environment';
import { LOKI_HTTP_PORT } from '../addresses.ts';
import { awslogs } from '../task-definition/logging.ts';
import type { ContainerDefinition } from '../task-definition/model.ts';
import { portMappings, requiredVariables } from '../task-definition/parts.ts';
import { sha256 } from '../text.ts';
import { GATEWAY_FOLDER, GATEWAY_HEALTH_PATH } from './config.ts';
import { gatewayUsers, type User } from './users.ts';

/** What the gateway takes of Loki's task. */
export const GATEWAY_CPU = 32;
export const GATEWAY_MEMORY_MIB = 64;

/** The user nginx of the image. As root, workers of another user couldn't read the passwords. */
const NGINX_USER = '101:101';

/** The container that clients of Loki reach, started with the given configuration. */
export function gatewayContainer(environment: Environment, config: string): ContainerDefinition {
  const users = gatewayUsers(environment);
  const secrets = users.map(({ secretArn }, index) => ({ name: variableOf(index), valueFrom: secretArn }));
  return {
    name: 'loki-gateway',
    image: environment.loki.gateway.image,
    essential: true,
    cpu: GATEWAY_CPU,
    memory: GATEWAY_MEMORY_MIB,
    user: NGINX_USER,
    entryPoint: ['/bin/sh', '-c'],
    command: [startScript(users)],
    environment: requiredVariables('loki, container loki-gateway', {
      CONFIG_SHA256: sha256(config),
      GATEWAY_CONFIG: config,
    }),
    ...(secrets.length > 0 ? { secrets } : {}),
    portMappings: portMappings({ http: LOKI_HTTP_PORT }),
    // ECS stops it before Loki: what was taken is Loki's by then.
    dependsOn: [{ containerName: 'loki', condition: 'START' }],
    healthCheck: {
      command: ['CMD-SHELL', `wget -q -O /dev/null http://127.0.0.1:${LOKI_HTTP_PORT}${GATEWAY_HEALTH_PATH}`],
      interval: 15,
      timeout: 5,
      retries: 3,
      startPeriod: 30,
    },
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    logConfiguration: awslogs(environment, logGroup(environment, 'loki')),
  };
}

function variableOf(index: number): string {
  return `PASSWORD_${index}`;
}

/** Passwords travel as secrets, so they reach nginx's files here and nowhere else. */
function startScript(users: readonly User[]): string {
  return [
    'set -eu',
    'export LC_ALL=C',
    'umask 077',
    `rm -rf ${GATEWAY_FOLDER}`,
    `mkdir -p ${GATEWAY_FOLDER}`,
    `printf '%s' "$GATEWAY_CONFIG" > ${GATEWAY_FOLDER}/nginx.conf`,
    ...(users.length > 0 ? [ADD_USER] : []),
    ...users.map(({ name, file }, index) => `add ${file} ${name} "$${variableOf(index)}"`),
    `exec nginx -e stderr -c ${GATEWAY_FOLDER}/nginx.conf`,
  ].join('\n');
}

/** A line break in a password would make a user of what follows it. */
const ADD_USER = [
  'add() {',
  '  case "$3" in',
  `    '' | *[![:graph:]]*) echo "The password of $2 is empty, or has a space or line break in it." >&2; exit 1 ;;`,
  '  esac',
  `  printf '%s:{PLAIN}%s\\n' "$2" "$3" >> ${GATEWAY_FOLDER}/$1`,
  '}',
].join('\n');
