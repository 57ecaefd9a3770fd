import {
  type Environment,
  PHASES,
  type Phase,
  registeredVariants,
  type Service,
  targetVariant,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryEnvironment } from '../arbitrary-environment.ts';
import { lokiConfig } from '../loki/config.ts';
import { lokiContainerDefinitions } from '../loki/container-definitions.ts';
import { LOKI_FILES, replicated, sample } from '../test-environments.ts';
import { sha256 } from '../text.ts';
import type { ContainerDefinition } from './model.ts';
import { renderService } from './service.ts';

type Containers = Record<string, ContainerDefinition>;

function serviceOf(environment: Environment, name: string) {
  const service = environment.services[name];
  if (!service) throw new Error(`the sample lost its ${name}`);
  return service;
}

function containers(environment: Environment, name: string, variant: string): Containers {
  const found = renderService(environment, serviceOf(environment, name)).variants.find(
    (each) => each.variant === variant,
  );
  return byName(found?.containerDefinitions ?? '[]');
}

function definitions(environment: Environment): (readonly [Service, string])[] {
  return Object.values(environment.services).flatMap((service) =>
    renderService(environment, service).variants.map((each) => [service, each.containerDefinitions] as const),
  );
}

function byName(json: string): Containers {
  return Object.fromEntries((JSON.parse(json) as ContainerDefinition[]).map((each) => [each.name, each]));
}

function variable(container: ContainerDefinition | undefined, name: string): string | undefined {
  return container?.environment.find((each) => each.name === name)?.value;
}

describe('service task definitions', () => {
  it('fit in any valid environment: the containers and the proxy of Service Connect take exactly what the task has, in less than 64 KiB', () => {
    const property = fc.property(arbitraryEnvironment(), (environment) => {
      for (const [service, text] of definitions(environment)) {
        const all = Object.values(byName(text));
        // AWS asks for 256 CPU units and 64 MiB for it.
        const left = (of: 'cpu' | 'memory') => service[of] - all.reduce((sum, each) => sum + (each[of] ?? 0), 0);
        expect(left('memory')).toBe(64);
        const mainCpu = all.find(({ name }) => name === service.container)?.cpu ?? 0;
        expect(left('cpu')).toBe(Math.min(256, Math.floor((mainCpu + left('cpu')) / 4)));
        expect(Math.min(...all.map((each) => each.cpu ?? 0))).toBeGreaterThan(0);
        expect(all.filter((each) => each.essential).map((each) => each.name)).toEqual([service.container]);
        expect(new TextEncoder().encode(text).length).toBeLessThan(65_536 - 1000);
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('depend on containers and mount volumes that exist, and set no variable twice', () => {
    const property = fc.property(arbitraryEnvironment(), (environment) => {
      for (const service of Object.values(environment.services)) {
        for (const { containerDefinitions, volumes } of renderService(environment, service).variants) {
          const all = byName(containerDefinitions);
          for (const each of Object.values(all)) {
            for (const { containerName } of each.dependsOn ?? []) expect(all).toHaveProperty([containerName]);
            for (const { sourceVolume } of each.mountPoints ?? []) expect(volumes).toHaveProperty([sourceVolume]);
            const names = [...each.environment, ...(each.secrets ?? [])].map(({ name }) => name);
            expect(names).toEqual([...new Set(names)]);
          }
        }
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('pass on what a service says about its main container, in every variant', () => {
    const said = {
      entryPoint: ['/bin/tini', '--'],
      command: ['serve', '--role=worker'],
      healthCheck: { command: ['CMD', '/bin/up'], interval: 10, timeout: 5, retries: 3, startPeriod: 60 },
      stopTimeout: 90,
    };
    const environment = sample('rollout');
    const worker = { ...serviceOf(environment, 'worker'), ...said };
    const changed = { ...environment, services: { worker } };
    for (const variant of ['adot', 'alloy']) {
      expect(containers(changed, 'worker', variant)['temporal-worker']).toMatchObject(said);
      const plain = containers(environment, 'worker', variant)['temporal-worker'] ?? {};
      expect(Object.keys(said).filter((key) => key in plain)).toEqual([]);
    }
  });

  it('are refused on Fargate with a sidecar, with the reason and the way out', () => {
    const environment = sample('rollout');
    const worker = { ...serviceOf(environment, 'worker'), capacity: 'fargate' as const };
    const render = () => renderService({ ...environment, services: { worker } }, worker);
    expect(render).toThrow(UserError);
    expect(render).toThrow(
      /services\.worker\.capacity: .*Docker socket.*Fargate.*capacity to ec2, or collector to none/,
    );
    const plain = { ...worker, collector: 'none' as const };
    expect(renderService({ ...environment, services: { worker: plain } }, plain).variants).toHaveLength(1);
  });

  it('are refused where the sidecar leaves no room for the main container', () => {
    const environment = sample('rollout');
    for (const size of [{ cpu: 128 }, { memory: 319 }]) {
      const worker = { ...serviceOf(environment, 'worker'), ...size };
      const render = () => renderService({ ...environment, services: { worker } }, worker);
      expect(render).toThrow(UserError);
      expect(render).toThrow(/services\.worker: a task of .* has no room beside its sidecar adot-collector/);
    }
  });

  it('exist for every variant of the phase, the target among them', () => {
    for (const phase of PHASES) {
      const environment = sample(phase);
      for (const service of Object.values(environment.services)) {
        const variants = renderService(environment, service).variants.map((each) => each.variant);
        expect(variants).toEqual(registeredVariants(environment, service.name));
        expect(variants).toContain(targetVariant(environment, service.name));
      }
    }
  });

  it('carry their configuration with its checksum, and nothing empty', () => {
    const { alloy } = containers(sample('rollout'), 'worker', 'alloy');
    expect(variable(alloy, 'CONFIG_SHA256')).toBe(sha256(variable(alloy, 'ALLOY_CONFIG') ?? ''));
    expect(variable(alloy, 'LOKI_URL')).toBe('http://loki:3100/loki/api/v1/push');
    expect(variable(alloy, 'SERVICE_NAME')).toBe('worker');
    expect(() => containers({ ...sample('rollout'), cluster: '' }, 'worker', 'alloy')).toThrow(
      /worker.*CLUSTER would be empty/,
    );
  });

  it('name the ports of the service, and metrics', () => {
    const main = containers(sample('rollout'), 'worker', 'alloy')['temporal-worker'];
    expect(main?.portMappings?.map((each) => [each.name, each.containerPort])).toEqual([
      ['grpc', 7239],
      ['membership', 6939],
      ['metrics', 9090],
    ]);
    const environment = sample('rollout');
    const worker = serviceOf(environment, 'worker');
    const clash = { ...environment, services: { worker: { ...worker, ports: { metrics: 1 } } } };
    expect(() => containers(clash, 'worker', 'alloy')).toThrow(/ports\.metrics is 1, metrics\.port is 9090/);
  });

  it("hold in one of Docker's files what the service writes at its peak during the outage budget", () => {
    const options = (peakLogBytesPerSecond: number) => {
      const environment = sample('cleanup');
      const worker = { ...serviceOf(environment, 'worker'), peakLogBytesPerSecond };
      const rendered = containers({ ...environment, services: { worker } }, 'worker', 'alloy')['temporal-worker'];
      return rendered?.logConfiguration.options;
    };
    // Docker reads `m` as 10^6 bytes, and its JSON takes up to three times as much as a short line in it.
    expect(options(200_000)).toEqual({ 'max-size': '540m', 'max-file': '2', mode: 'blocking' });
    expect(options(1)).toMatchObject({ 'max-size': '20m', 'max-file': '2' });
  });

  it('ask Docker for nothing beside CloudWatch that ECS has no option for', () => {
    const main = containers(sample('rollout'), 'worker', 'alloy')['temporal-worker'];
    expect(Object.keys(main?.logConfiguration.options ?? {}).sort()).toEqual([
      'awslogs-group',
      'awslogs-region',
      'awslogs-stream-prefix',
      'max-buffer-size',
      'mode',
    ]);
  });

  it('write nothing to CloudWatch after cleanup, and do until then', () => {
    const drivers = (phase: Phase) =>
      Object.values(containers(sample(phase), 'worker', 'alloy')).map((each) => each.logConfiguration.logDriver);
    expect(drivers('validation')).toEqual(['awslogs', 'awslogs']);
    expect(drivers('cleanup')).toEqual(['json-file', 'json-file']);
  });

  it('let Alloy start first and stop last, restart after a minute, and never take the service down', () => {
    const { alloy, 'temporal-worker': main } = containers(sample('rollout'), 'worker', 'alloy');
    expect(main?.dependsOn).toEqual([{ containerName: 'alloy', condition: 'START' }]);
    expect(alloy).toMatchObject({
      essential: false,
      restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
      stopTimeout: 60,
      mountPoints: [{ sourceVolume: 'docker-socket', containerPath: '/var/run/docker.sock', readOnly: true }],
    });
  });

  it('read the Docker socket through a proxy where the environment has one, which starts before Alloy and stops after it', () => {
    const direct = sample('rollout');
    const socketProxy = { image: 'nginx:1.30.6-alpine', cpu: 32, memory: 64 };
    const proxied = { ...direct, alloy: { ...direct.alloy, socketProxy } };
    const { alloy, 'docker-socket-proxy': proxy, 'temporal-worker': main } = containers(proxied, 'worker', 'alloy');
    const before = containers(direct, 'worker', 'alloy')['temporal-worker'];
    // What the proxy takes is shared by the container and the proxy of Service Connect, three to one.
    expect([main?.cpu, main?.memory]).toEqual([(before?.cpu ?? 0) - 24, (before?.memory ?? 0) - 64]);
    expect(alloy?.dependsOn).toEqual([{ containerName: 'docker-socket-proxy', condition: 'START' }]);
    const mounts = (container: ContainerDefinition | undefined) =>
      container?.mountPoints?.map((each) => each.sourceVolume);
    expect([mounts(alloy), mounts(proxy)]).toEqual([['docker-socket-proxy'], ['docker-socket', 'docker-socket-proxy']]);
    const config = variable(alloy, 'ALLOY_CONFIG') ?? '';
    expect(config.match(/"unix:[^"]*"/g)).toEqual(Array(3).fill('"unix:///run/docker-socket-proxy/docker.sock"'));
    // What the proxy refuses is about the sidecar, and not the service's.
    expect(config).toContain('regex         = "alloy|docker-socket-proxy|');
    expect(proxy).toMatchObject({
      essential: false,
      restartPolicy: { enabled: true },
      logConfiguration: alloy?.logConfiguration,
    });
    const worker = serviceOf(proxied, 'worker');
    expect(renderService(proxied, worker).variants.map(({ variant, volumes }) => [variant, volumes])).toEqual([
      ['adot', {}],
      ['alloy', { 'docker-socket': '/var/run/docker.sock', 'docker-socket-proxy': '' }],
    ]);
  });

  it("run a service's own Alloy image where it has one", () => {
    expect(containers(sample('rollout'), 'frontend', 'alloy')['alloy']?.image).toMatch(/^grafana\/alloy:v1\.19\.0@/);
    expect(containers(sample('rollout'), 'worker', 'alloy')['alloy']?.image).toMatch(/^grafana\/alloy:v1\.18\.1@/);
  });

  it('are refused above 64 KiB, with the service and the size', () => {
    const environment = sample('rollout');
    const worker = { ...serviceOf(environment, 'worker'), environment: { BIG: 'x'.repeat(65_000) } };
    const large = { ...environment, services: { worker } };
    expect(() => renderService(large, worker)).toThrow(/^services\.worker \(adot\).* has 6[0-9]{4} bytes/);
  });
});

describe('the task definition of Loki', () => {
  it('gives Loki what is left of the task, its file by a container with a shell, and one volume to write to', () => {
    const environment = sample('infrastructure');
    const config = lokiConfig(environment);
    const {
      loki,
      'loki-config': writer,
      'loki-metrics': collector,
    } = byName(lokiContainerDefinitions(environment, { ...LOKI_FILES, config }));
    expect([loki?.cpu, loki?.memory, collector?.cpu, collector?.memory]).toEqual([448, 768, 32, 128]);
    expect([writer?.cpu, writer?.memory]).toEqual([undefined, 64]);
    expect(variable(writer, 'LOKI_CONFIG')).toBe(config);
    expect(variable(loki, 'GOMEMLIMIT')).toBe('691MiB');
    expect(loki?.dependsOn).toEqual([{ containerName: 'loki-config', condition: 'SUCCESS' }]);
    expect(loki?.mountPoints?.filter((each) => !each.readOnly)).toEqual([
      { sourceVolume: 'loki-data', containerPath: '/loki', readOnly: false },
    ]);
    expect(loki?.portMappings).toBeUndefined();
  });

  it('opens ports of Loki itself for replicas alone, and none of HTTP', () => {
    const { loki } = byName(lokiContainerDefinitions(replicated('infrastructure'), LOKI_FILES));
    expect(loki?.portMappings?.map((each) => `${each.name} ${each.containerPort}`)).toEqual([
      'grpc 9095',
      'memberlist 7946',
    ]);
  });
});
