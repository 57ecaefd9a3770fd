import type { Environment } from '@loki-adoption/environment';
import { type Ledger, parseLedger } from '../core/ledger.ts';
import type { EcsService, Task } from '../core/world.ts';
import type { Ports } from '../ports.ts';
import { ecsName, sidecarOf } from './names.ts';

export type Fault = 'none' | 'dead-sidecar' | 'breaker' | 'stall' | 'crash-in-bake' | 'silent' | 'wrong-label';

interface FakeDeployment {
  id: string;
  taskDefinition: string;
  at: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
}

interface FakeService {
  desiredCount: number;
  deployments: FakeDeployment[];
  tasks: (Omit<Task, 'containers'> & { containers: Task['containers'] })[];
}

export const START = Date.UTC(2026, 10, 23, 12);
const TASK_START_MS = 20_000;

/** Thrown at the chosen call: the runner is gone. */
export class Killed extends Error {}

/**
 * ECS, Loki, S3 and time in memory. A deployment starts its tasks 20 s later and is complete when they run; faults belong
 * to task definitions. Checks on every UpdateService that the intent is written and that nothing else is moving.
 */
export function fakeWorld(environment: Environment, faults: Readonly<Record<string, Fault>> = {}) {
  let now = START;
  let ids = 0;
  let stored: { body: string; etag: string } | undefined;
  let calls = 0;
  let killAt = Number.POSITIVE_INFINITY;
  let controller = new AbortController();
  const services = new Map<string, FakeService>();
  const updates: string[] = [];
  const lines: string[] = [];
  const violations: string[] = [];

  const faultOf = (definition: string): Fault => faults[definition.slice(definition.lastIndexOf('/') + 1)] ?? 'none';
  const touch = (): void => {
    calls += 1;
    if (calls >= killAt) throw new Killed();
  };
  /** A call that takes effect before or after the runner dies. */
  const touched = <T>(effect: () => T): T => {
    touch();
    const result = effect();
    touch();
    return result;
  };

  function startTasks(service: FakeService, deployment: FakeDeployment): void {
    const fault = faultOf(deployment.taskDefinition);
    for (let index = 0; index < service.desiredCount; index += 1) {
      ids += 1;
      const isDead = fault === 'dead-sidecar';
      const dead = { lastStatus: 'STOPPED', exitCode: 1, reason: 'bad configuration' };
      service.tasks.push({
        arn: `arn:aws:ecs:eu-west-1:1:task/c/task${ids}`,
        id: `task${ids}`,
        taskDefinition: deployment.taskDefinition,
        lastStatus: 'RUNNING',
        startedBy: deployment.id,
        startedAt: now,
        containers: [
          { name: 'main', lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' },
          {
            name: sidecarOf(deployment.taskDefinition),
            healthStatus: 'UNKNOWN',
            lastStatus: 'RUNNING',
            ...(isDead ? dead : {}),
          },
        ],
      });
    }
  }

  function advance(service: FakeService): void {
    const primary = service.deployments[0];
    if (!primary) return;
    const fault = faultOf(primary.taskDefinition);
    const isDue = now - primary.at >= TASK_START_MS;
    if (primary.rolloutState === 'IN_PROGRESS' && isDue && fault !== 'stall') {
      const before = service.deployments[1];
      if (fault === 'breaker' && before) {
        ids += 1;
        service.deployments = [{ ...before, id: `ecs-svc/${ids}`, at: now, rolloutState: 'IN_PROGRESS' }];
        service.tasks = service.tasks.filter((task) => task.lastStatus === 'STOPPED');
        return;
      }
      service.tasks = service.tasks.map((task) =>
        task.lastStatus === 'RUNNING' ? stopped(task, 'ServiceSchedulerInitiated') : task,
      );
      startTasks(service, primary);
      service.deployments = [{ ...primary, rolloutState: 'COMPLETED' }];
    }
    const running = service.tasks.find((task) => task.lastStatus === 'RUNNING' && task.startedBy === primary.id);
    if (fault === 'crash-in-bake' && running && now - (running.startedAt ?? now) > 150_000) {
      service.tasks = service.tasks.map((task) =>
        task === running ? stopped(task, 'EssentialContainerExited') : task,
      );
      const fresh = { desiredCount: 1, deployments: [], tasks: [] as FakeService['tasks'] };
      startTasks(fresh, primary);
      service.tasks.push(...fresh.tasks);
    }
  }

  const stopped = (task: FakeService['tasks'][number], stopCode: string) => {
    return { ...task, lastStatus: 'STOPPED', stopCode, stoppedAt: now, stoppedReason: stopCode };
  };

  const show = (name: string, service: FakeService): EcsService => ({
    name,
    status: 'ACTIVE',
    desiredCount: service.desiredCount,
    runningCount: service.tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    deployments: service.deployments.map((deployment, index) => ({
      ...deployment,
      status: index === 0 ? 'PRIMARY' : 'ACTIVE',
      runningCount: service.tasks.filter((t) => t.startedBy === deployment.id && t.lastStatus === 'RUNNING').length,
      failedTasks: 0,
      rolloutStateReason: '',
    })),
    events: [],
  });

  const get = (name: string): FakeService => {
    const service = services.get(name);
    if (!service) throw new Error(`no service ${name}`);
    return service;
  };

  function checkUpdate(name: string, taskDefinition: string): void {
    const ledger = stored ? parseLedger(stored.body, environment.name) : undefined;
    const record = Object.entries(ledger?.services ?? {}).find(([key]) => ecsName(environment, key) === name)?.[1];
    const isIntended =
      (record?.state === 'deploying' && record.target === taskDefinition) ||
      (record?.state === 'rolling-back' && record.restore === taskDefinition);
    if (!isIntended) violations.push(`${name} → ${taskDefinition} without an intent (${record?.state})`);
    const moving = [...services].filter(
      ([other, { deployments }]) => other !== name && deployments[0]?.rolloutState !== 'COMPLETED',
    );
    if (moving.length > 0) violations.push(`${name} moved while ${moving.map(([other]) => other).join(', ')} did`);
  }

  const ports: Ports = {
    ecs: {
      describeServices: async (names) =>
        touched(() => names.flatMap((name) => (services.has(name) ? [show(name, get(name))] : []))),
      listTasks: async (name, status) =>
        touched(() =>
          get(name)
            .tasks.filter((task) => task.lastStatus === status)
            .map((task) => task.arn),
        ),
      describeTasks: async (arns) =>
        touched(() =>
          [...services.values()].flatMap((service) => service.tasks.filter((task) => arns.includes(task.arn))),
        ),
      updateService: async (name, taskDefinition) => {
        touch();
        checkUpdate(name, taskDefinition);
        updates.push(`${name} ${taskDefinition.slice(taskDefinition.lastIndexOf(':') + 1)}`);
        const service = get(name);
        if (service.deployments[0]?.taskDefinition !== taskDefinition) {
          ids += 1;
          const deployment = { id: `ecs-svc/${ids}`, taskDefinition, at: now, rolloutState: 'IN_PROGRESS' as const };
          service.deployments = [deployment, ...service.deployments.slice(0, 1)];
        }
        touch();
        return show(name, service);
      },
      describeTaskDefinition: async (definition) =>
        touched(() => {
          const arn = definition.startsWith('arn:')
            ? definition
            : `arn:aws:ecs:eu-west-1:1:task-definition/${definition}`;
          const family = /([^/]+):\d+$/.exec(arn)?.[1] ?? '';
          return { arn, family, status: 'ACTIVE', containers: ['main', sidecarOf(arn)] };
        }),
    },
    ledger: {
      read: async () => touched(() => stored),
      write: async (body, etag) =>
        touched(() => {
          if (stored?.etag !== etag) return 'conflict';
          ids += 1;
          stored = { body, etag: `"${ids}"` };
          return 'written';
        }),
    },
    logs: {
      look: async (key, taskIds) =>
        touched(() => {
          const name = ecsName(environment, key);
          const heard = get(name).tasks.filter(
            (task) => taskIds.includes(task.id) && faultOf(task.taskDefinition) !== 'silent',
          );
          const streams = heard.map((task) => ({
            service_name: key,
            cluster: environment.cluster,
            container_name:
              faultOf(task.taskDefinition) === 'wrong-label'
                ? 'nonsense'
                : (environment.services[key]?.container ?? ''),
            task_id: task.id,
          }));
          return { streams, newest: Object.fromEntries(heard.map((task) => [task.id, now - 2000])) };
        }),
    },
    checkInfrastructure: async () => ({ status: 'pass', detail: 'Loki is ready' }),
    openRevert: null,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        touch();
        now += ms;
        for (const service of services.values()) advance(service);
      },
    },
    log: {
      info: (text) => void lines.push(text),
      warning: (text) => void lines.push(`warning ${text}`),
      startGroup: (title) => void lines.push(`# ${title}`),
      endGroup: () => undefined,
    },
    get signal() {
      return controller.signal;
    },
  };

  return {
    ports,
    updates,
    lines,
    violations,
    calls: () => calls,
    now: () => now,
    addService(name: string, taskDefinition: string, desiredCount: number): void {
      ids += 1;
      const deployment = { id: `ecs-svc/${ids}`, taskDefinition, at: now, rolloutState: 'COMPLETED' as const };
      const service: FakeService = { desiredCount, deployments: [deployment], tasks: [] };
      startTasks(service, deployment);
      services.set(name, service);
    },
    running: (name: string) => get(name).deployments[0]?.taskDefinition ?? '',
    pass(seconds: number): void {
      now += seconds * 1000;
      for (const service of services.values()) advance(service);
    },
    ledger: (): Ledger => parseLedger(stored?.body ?? '', environment.name),
    writeLedger: (ledger: unknown): void => {
      ids += 1;
      stored = { body: JSON.stringify(ledger), etag: `"${ids}"` };
    },
    killAfter(more: number): void {
      killAt = calls + more;
    },
    abort: () => controller.abort(),
    revive(): void {
      killAt = Number.POSITIVE_INFINITY;
      controller = new AbortController();
    },
  };
}
