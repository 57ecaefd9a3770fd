import { familyName, rolesOfFamily } from '../names.ts';
import { SERVICE_CONNECT_PROXY, SMALLEST_MEMORY } from '../sizing/service-connect.ts';
import { ALLOY_PORT, SIDECAR_CONTAINERS, SOCKET_PROXY_CONTAINER, takenBy } from '../variants.ts';
import { didYouMean } from '../wording.ts';
import { type Draft, error, type Finding, warning } from './draft.ts';

/** Containers that the product adds: to a task, or as a service of its own whose family would be the same. */
const RESERVED_CONTAINERS: readonly string[] = [
  ...Object.values(SIDECAR_CONTAINERS),
  SOCKET_PROXY_CONTAINER,
  'loki',
  'loki-config',
  'loki-gateway',
];

/** The larger of both sidecars: both variants are registered. */
function largerSidecar({ alloy, adot }: Draft): { readonly cpu: number; readonly memory: number } | undefined {
  if (!alloy || !adot) return undefined;
  const taken = takenBy(alloy);
  return { cpu: Math.max(taken.cpu, adot.cpu), memory: Math.max(taken.memory, adot.memory) };
}

/** The sidecar fits into the task with room for the main container. */
export function sidecarFitsTask(draft: Draft): Finding[] {
  const sidecar = largerSidecar(draft);
  if (!sidecar) return [];
  return [...draft.services].flatMap(([name, service]) => {
    if (service.collector === 'none') return [];
    const findings: Finding[] = [];
    if (service.cpu <= sidecar.cpu) {
      const message = `nothing of ${service.cpu} is left for the main container: the sidecar takes ${sidecar.cpu}`;
      findings.push(error(['services', name, 'cpu'], message));
    }
    const left = service.memory - sidecar.memory;
    if (left < SMALLEST_MEMORY) {
      const message = `${Math.max(left, 0)} MiB of ${service.memory} are left for the main container, at least ${SMALLEST_MEMORY} are needed: the sidecar takes ${sidecar.memory}`;
      findings.push(error(['services', name, 'memory'], message));
    }
    return findings;
  });
}

/** The proxy of Service Connect, which ECS adds to each task, counts against the task's limits as well. */
export function proxyFitsTask(draft: Draft): Finding[] {
  const sidecar = largerSidecar(draft);
  if (!sidecar) return [];
  const proxy = SERVICE_CONNECT_PROXY;
  const needed = SMALLEST_MEMORY + proxy.memory;
  return [...draft.services].flatMap(([name, { cpu, memory, collector }]) => {
    const taken = collector === 'none' ? { cpu: 0, memory: 0 } : sidecar;
    const left = { cpu: cpu - taken.cpu, memory: memory - taken.memory };
    const findings: Finding[] = [];
    if (left.memory >= SMALLEST_MEMORY && left.memory < needed) {
      const message = `${left.memory} MiB of ${memory} are left for the main container and the proxy of Service Connect, which needs ${proxy.memory} of them: set it to at least ${taken.memory + needed}`;
      findings.push(error(['services', name, 'memory'], message));
    }
    if (left.cpu > 0 && left.cpu <= proxy.cpu) {
      const message = `${left.cpu} CPU units of ${cpu} are left for the main container and the proxy of Service Connect, for which alone AWS asks for ${proxy.cpu}: both will be slow under load`;
      findings.push(warning(['services', name, 'cpu'], message));
    }
    return findings;
  });
}

/** Without a target to scrape a sidecar has no metrics to move. */
export function sidecarNeedsMetrics({ services }: Draft): Finding[] {
  return [...services]
    .filter(([, service]) => service.collector !== 'none' && !service.metrics)
    .map(([name]) =>
      error(
        ['services', name, 'metrics'],
        'is missing: a sidecar scrapes {port, job}; without metrics, set collector to none',
      ),
    );
}

/** Containers of a task share one network interface, and a port name or number can be taken once. */
export function portsAreUnique({ services }: Draft): Finding[] {
  return [...services].flatMap(([name, service]) => {
    const takenBy = new Map<number, string>(service.collector === 'none' ? [] : [[ALLOY_PORT, 'the sidecar']]);
    return [
      ...Object.entries(service.ports).map(([key, port]) => ({ path: ['ports', key], key, port })),
      ...(service.metrics ? [{ path: ['metrics', 'port'], key: 'metrics', port: service.metrics.port }] : []),
    ].flatMap(({ path, key, port }) => {
      const other = takenBy.get(port);
      takenBy.set(port, other ?? key);
      return other === undefined ? [] : [error(['services', name, ...path], `port ${port} is taken by ${other}`)];
    });
  });
}

/** A service calls others of the environment that have a port; itself it needs nobody for. */
export function callsNameServices({ services, unreadable, isSet }: Draft): Finding[] {
  if (!isSet(['services'])) return [];
  return [...services].flatMap(([name, { calls }]) =>
    calls.flatMap((called, index) => {
      const path = ['services', name, 'calls', index];
      if (called === name) return [error(path, `${name} is the service itself: take it out of its calls`)];
      const other = services.get(called);
      if (other && Object.keys(other.ports).length === 0) {
        return [error(path, `${called} has no ports, so Service Connect has no name for it`)];
      }
      if (other || unreadable.has(called)) return [];
      return [error(path, `there is no service ${called}${didYouMean(called, [...services.keys(), ...unreadable])}`)];
    }),
  );
}

/** The container name makes the task family and the log group, so two services can't share one. */
export function containersAreUnique({ services }: Draft): Finding[] {
  const takenBy = new Map<string, string>();
  return [...services].flatMap(([name, { container }]) => {
    const path = ['services', name, 'container'];
    if (RESERVED_CONTAINERS.includes(container)) {
      return [error(path, `${container} is the name of a container that is added here: choose another`)];
    }
    const other = takenBy.get(container);
    takenBy.set(container, other ?? name);
    return other === undefined ? [] : [error(path, `${container} is the container of ${other} already`)];
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const LONGEST_ROLE_NAME = 64;

export function roleNamesFit({ cluster, services }: Draft): Finding[] {
  if (cluster === undefined) return [];
  return [...services].flatMap(([name, { container }]) => {
    const [role] = rolesOfFamily(familyName({ cluster }, container));
    if (role.length <= LONGEST_ROLE_NAME) return [];
    const message = `makes the role ${role}, whose name has ${role.length} characters, and IAM takes ${LONGEST_ROLE_NAME}: choose a shorter name here, or for cluster`;
    return [error(['services', name, 'container'], message)];
  });
}

/** ECS refuses a task definition that sets a variable twice. */
export function variablesAreSetOnce({ services }: Draft): Finding[] {
  return [...services].flatMap(([name, { environment, secrets }]) =>
    Object.keys(secrets)
      .filter((key) => Object.hasOwn(environment, key))
      .map((key) => error(['services', name, 'secrets', key], 'is set in environment as well: ECS takes one of both')),
  );
}

/** `cleanup` removes the ADOT definitions, so nothing may still be held back on them. */
export function cleanupLeavesNothingBehind({ services, migration }: Draft): Finding[] {
  if (migration?.phase !== 'cleanup') return [];
  return [...services]
    .filter(([, service]) => service.collector === 'adot')
    .map(([name]) =>
      error(
        ['services', name, 'collector'],
        'is held back on ADOT, which phase cleanup removes: set it to alloy first',
      ),
    );
}
