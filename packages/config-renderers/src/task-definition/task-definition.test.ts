import { type Environment, PHASES, type Phase, registeredVariants, targetVariant } from '@loki-adoption/environment';
import { describe, expect, it } from 'vitest';
import { lokiConfig } from '../loki/config.ts';
import { lokiContainerDefinitions } from '../loki/container-definitions.ts';
import { inPhase, realEnvironments, replicated, sample } from '../test-environments.ts';
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

function byName(json: string): Containers {
  return Object.fromEntries((JSON.parse(json) as ContainerDefinition[]).map((each) => [each.name, each]));
}

function variable(container: ContainerDefinition | undefined, name: string): string | undefined {
  return container?.environment.find((each) => each.name === name)?.value;
}

describe('service task definitions', () => {
  it('fit: in every environment and phase the containers take exactly what the task has', () => {
    for (const environment of realEnvironments()) {
      for (const phase of PHASES) {
        for (const service of Object.values(environment.services)) {
          for (const { containerDefinitions } of renderService(inPhase(environment, phase), service).variants) {
            const all = Object.values(byName(containerDefinitions));
            expect(all.reduce((sum, each) => sum + (each.cpu ?? 0), 0)).toBe(service.cpu);
            expect(all.reduce((sum, each) => sum + (each.memory ?? 0), 0)).toBe(service.memory);
            expect(all.filter((each) => each.essential).map((each) => each.name)).toEqual([service.container]);
          }
        }
      }
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

  it("hold in one file what the service writes at its peak during the outage budget, never less than Docker's default", () => {
    const options = (name: string, phase: Phase, container: string) =>
      containers(sample(phase), name, 'alloy')[container]?.logConfiguration.options;
    const bytes = 200_000 * 1.2 * 900;
    expect(
      Number.parseInt(options('frontend', 'rollout', 'temporal-frontend')?.['cache-max-size'] ?? '', 10) * 2 ** 20,
    ).toBeGreaterThanOrEqual(bytes);
    expect(options('frontend', 'cleanup', 'temporal-frontend')).toMatchObject({ 'max-size': '206m', 'max-file': '2' });
    const quiet = sample('rollout');
    const worker = { ...serviceOf(quiet, 'worker'), peakLogBytesPerSecond: 1 };
    const main = containers({ ...quiet, services: { worker } }, 'worker', 'alloy')['temporal-worker'];
    expect(main?.logConfiguration.options['cache-max-size']).toBe('20m');
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

  it("run a service's own Alloy image where it has one", () => {
    expect(containers(sample('rollout'), 'frontend', 'alloy')['alloy']?.image).toBe('grafana/alloy:v1.19.0');
    expect(containers(sample('rollout'), 'worker', 'alloy')['alloy']?.image).toBe('grafana/alloy:v1.18.1');
  });

  it('are refused above 64 KiB, with the service and the size', () => {
    const environment = sample('rollout');
    const worker = { ...serviceOf(environment, 'worker'), environment: { BIG: 'x'.repeat(65_000) } };
    const large = { ...environment, services: { worker } };
    expect(() => renderService(large, worker)).toThrow(/^services\.worker \(adot\).* has 6[0-9]{4} bytes/);
  });
});

describe('the task definition of Loki', () => {
  it('gives Loki the task, its file by a container with a shell, and one volume to write to', () => {
    const environment = sample('infrastructure');
    const config = lokiConfig(environment);
    const { loki, 'loki-config': writer } = byName(lokiContainerDefinitions(environment, config));
    expect([loki?.cpu, loki?.memory, writer?.cpu, writer?.memory]).toEqual([512, 960, undefined, 64]);
    expect(variable(writer, 'LOKI_CONFIG')).toBe(config);
    expect(variable(loki, 'GOMEMLIMIT')).toBe('864MiB');
    expect(loki?.dependsOn).toEqual([{ containerName: 'loki-config', condition: 'SUCCESS' }]);
    expect(loki?.mountPoints?.filter((each) => !each.readOnly)).toEqual([
      { sourceVolume: 'loki-data', containerPath: '/loki', readOnly: false },
    ]);
    expect(loki?.portMappings?.map((each) => each.name)).toEqual(['grpc', 'http']);
  });

  it('opens the memberlist port for replicas', () => {
    const { loki } = byName(lokiContainerDefinitions(replicated('infrastructure'), 'x'));
    expect(loki?.portMappings?.map((each) => `${each.name} ${each.containerPort}`)).toEqual([
      'grpc 9095',
      'http 3100',
      'memberlist 7946',
    ]);
  });
});
