import { join } from 'node:path';
import {
  type Environment,
  ecsServiceName,
  formatProblem,
  loadEnvironment,
  SIDECAR_CONTAINERS,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { DEMO } from './stages/stage.ts';
import type { Story } from './story.ts';

/** The demo's environment as a checkout describes it; a broken one is told with every problem. */
export function loadDemoEnvironment(checkout: string): Environment {
  const loaded = loadEnvironment(DEMO.environment, { root: join(checkout, 'environments') });
  if (!loaded.ok) throw new UserError(loaded.problems.map((problem) => formatProblem(problem)).join('\n'));
  return loaded.environment;
}

/** As the developer's clone describes it now. */
export function currentEnvironment(story: Story): Environment {
  return loadDemoEnvironment(story.developer.clone);
}

/** Service key → sidecars that its running tasks have: looked up in the simulator, not in what the pipeline says. */
export function sidecarsOf(story: Story): Record<string, string> {
  const environment = currentEnvironment(story);
  const tasks = story.sandbox.aws.ecs.state()['tasks'] as readonly Task[];
  const found: Record<string, string> = {};
  for (const service of Object.values(environment.services)) {
    const group = `service:${ecsServiceName(environment, service.name)}`;
    const own = tasks.filter((task) => task.group === group && task.lastStatus === 'RUNNING');
    const running = own.flatMap((task) => task.containers.filter((container) => container.lastStatus === 'RUNNING'));
    const sidecars = new Set(running.map((container) => container.name).filter((name) => SIDECARS.includes(name)));
    found[service.name] =
      [...sidecars].sort().join('+') || (own.length === service.desiredCount ? 'none' : 'not running');
  }
  return found;
}

const SIDECARS: readonly string[] = Object.values(SIDECAR_CONTAINERS);

interface Task {
  readonly group: string;
  readonly lastStatus: string;
  readonly containers: readonly { readonly name: string; readonly lastStatus: string }[];
}

/** Whether every service that has metrics runs with this sidecar, and the others with none. */
export function allRun(sidecars: Readonly<Record<string, string>>, environment: Environment, sidecar: string): boolean {
  return Object.values(environment.services).every(
    (service) => sidecars[service.name] === (service.collector === 'none' ? 'none' : sidecar),
  );
}

/** The ledger as it lies in the state bucket. */
export async function readLedger(story: Story): Promise<Ledger> {
  const { bucket, key } = currentEnvironment(story).state;
  const url = `${story.sandbox.aws.url}/${bucket}/${key.slice(0, key.lastIndexOf('/') + 1)}ledger.json`;
  const response = await fetch(url, { headers: { authorization: S3_REQUEST } });
  const text = await response.text();
  if (!response.ok) throw new Error(`The ledger could not be read: ${response.status} ${text}`);
  story.keep('ledger.json', text);
  return JSON.parse(text) as Ledger;
}

/** The gateway routes by the service that a request is signed for; the sandbox looks at no signature. */
const S3_REQUEST =
  'AWS4-HMAC-SHA256 Credential=sandbox/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';

/** The fields of the ledger that the demo looks at. */
export interface Ledger {
  readonly epoch: number;
  readonly phases: Readonly<Record<string, unknown>>;
  readonly hold: { readonly reason: string } | null;
  readonly services: Readonly<Record<string, { readonly state: string }>>;
}
