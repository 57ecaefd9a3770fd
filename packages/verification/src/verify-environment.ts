import { type Environment, type Service, targetVariant } from '@loki-adoption/environment';
import { type LogStream, selector } from '@loki-adoption/telemetry';
import { attempt } from './attempt.ts';
import { judgeFreshness } from './core/freshness.ts';
import { judgeJson } from './core/json.ts';
import { judgeLabels } from './core/labels.ts';
import { combine, type PropertyNumber, type PropertyResult, type Verdict } from './core/verdict.ts';
import { observeDelivery } from './delivery.ts';
import type { VerificationPorts } from './ports.ts';
import { measureProbe } from './probe.ts';

/** The properties that this package measures, with their names of the design. */
export const IMPLEMENTED_PROPERTIES = {
  1: 'Log ingestion completeness',
  2: 'Label consistency',
  4: 'JSON structure preservation',
} as const satisfies Partial<Record<PropertyNumber, string>>;

type Implemented = keyof typeof IMPLEMENTED_PROPERTIES;

/** How far back lines are looked for. */
const LOOK_BACK_MS = 5 * 60_000;

/**
 * Measures properties on a running environment, over the services that have to run Alloy. Where there is none (before phase `rollout`)
 * there is nothing to measure, and no result. A call that Loki or ECS failed is an `error`, not a `fail`.
 */
export async function verifyEnvironment(options: {
  environment: Environment;
  ports: VerificationPorts;
  properties?: readonly Implemented[];
}): Promise<{ properties: PropertyResult[] }> {
  const { environment, ports, properties = [1, 2, 4] } = options;
  const services = Object.values(environment.services).filter(
    (service) => service.desiredCount > 0 && targetVariant(environment, service.name) === 'alloy',
  );
  if (services.length === 0) return { properties: [] };
  const results: PropertyResult[] = [];
  for (const number of properties) {
    const verdicts: Verdict[] = [];
    for (const service of services) verdicts.push(await attempt(() => CHECKS[number](environment, service, ports)));
    if (number === 1) verdicts.push(await attempt(() => checkProbe(environment, ports)));
    results.push({ number, name: IMPLEMENTED_PROPERTIES[number], ...combine(verdicts) });
  }
  return { properties: results };
}

type Check = (environment: Environment, service: Service, ports: VerificationPorts) => Promise<Verdict>;

const CHECKS: Readonly<Record<Implemented, Check>> = { 1: checkFreshness, 2: checkLabels, 4: checkJson };

async function checkFreshness(environment: Environment, service: Service, ports: VerificationPorts): Promise<Verdict> {
  const { running, delivery, nowMs } = await observe(environment, service, ports);
  const { freshness } = environment.rollout.gates.logs;
  return judgeFreshness(service.name, running, delivery.newest, nowMs, freshness);
}

async function checkLabels(environment: Environment, service: Service, ports: VerificationPorts): Promise<Verdict> {
  const { running, recent, delivery } = await observe(environment, service, ports);
  const expected = { service: service.name, cluster: environment.cluster, container: service.container };
  return judgeLabels({ ...expected, running, recent }, delivery.streams);
}

async function checkJson(environment: Environment, service: Service, ports: VerificationPorts): Promise<Verdict> {
  const stream = selector({ cluster: environment.cluster, service_name: service.name });
  const range = { startMs: ports.now() - LOOK_BACK_MS, endMs: ports.now(), limit: 500 };
  const written = await ports.loki.queryRange({ query: stream, ...range });
  const refused = await ports.loki.queryRange({ query: `${stream} |= "{" | json | __error__!=""`, ...range });
  return judgeJson(service.name, { lines: linesOf(written), refused: linesOf(refused) });
}

const linesOf = (streams: readonly LogStream[]) => streams.flatMap(({ lines }) => lines);

async function checkProbe(environment: Environment, ports: VerificationPorts): Promise<Verdict> {
  const limit = environment.rollout.gates.logs.freshness;
  const { seconds } = await measureProbe(ports, environment.cluster, limit);
  if (seconds === undefined) return { status: 'fail', detail: `probe: not readable within ${limit} s` };
  return { status: 'pass', detail: `probe: readable after ${seconds.toFixed(1)} s` };
}

async function observe(environment: Environment, service: Service, ports: VerificationPorts) {
  const { running, recent } = await ports.tasks(service);
  const nowMs = ports.now();
  const range = { startMs: nowMs - LOOK_BACK_MS, endMs: nowMs };
  const where = { cluster: environment.cluster, service: service.name, taskIds: running, ...range };
  return { running, recent, nowMs, delivery: await observeDelivery(ports.loki, where) };
}
