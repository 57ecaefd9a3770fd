import type { Clock, EcsPort } from '../ports.ts';

/** How many calls there may be at once, and how many a second after that. */
interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Half of what ECS allows an account and a Region, each for the actions that share a bucket there; the console, Terraform and the other
 * environments have the rest. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const RATES = {
  definitions: { burst: 25, perSecond: 10 },
  registrations: { burst: 10, perSecond: 0.5 },
  services: { burst: 50, perSecond: 10 },
  tasks: { burst: 50, perSecond: 10 },
  updates: { burst: 25, perSecond: 2.5 },
} as const satisfies Readonly<Record<string, Rate>>;

/** What DescribeServices and DescribeTasks take at once. */
const SERVICES_A_CALL = 10;
const TASKS_A_CALL = 100;

/** An ECS port that waits where it would otherwise be throttled, and counts the calls of the API, pages of a list as one. */
export function metered(port: EcsPort, clock: Clock): { port: EcsPort; calls: () => number } {
  let calls = 0;
  const take = Object.fromEntries(Object.entries(RATES).map(([name, rate]) => [name, bucket(rate, clock)])) as Record<
    keyof typeof RATES,
    (count: number) => Promise<void>
  >;
  function meter<A extends unknown[], R>(
    kind: keyof typeof RATES,
    call: (...args: A) => Promise<R>,
    costOf: (...args: A) => number = () => 1,
  ): (...args: A) => Promise<R> {
    return async (...args) => {
      const cost = costOf(...args);
      calls += cost;
      await take[kind](cost);
      return call(...args);
    };
  }
  return {
    calls: () => calls,
    port: {
      describeServices: meter('services', port.describeServices, (names) => Math.ceil(names.length / SERVICES_A_CALL)),
      listTasks: meter('tasks', port.listTasks),
      describeTasks: meter('tasks', port.describeTasks, (arns) => Math.ceil(arns.length / TASKS_A_CALL)),
      updateService: meter('updates', port.updateService),
      describeTaskDefinition: meter('definitions', port.describeTaskDefinition),
      listTaskDefinitions: meter('definitions', port.listTaskDefinitions),
      registerWithApplication: meter('registrations', port.registerWithApplication),
    },
  };
}

/** A token bucket: what it doesn't have is waited for. */
function bucket({ burst, perSecond }: Rate, clock: Clock): (count: number) => Promise<void> {
  let tokens = burst;
  let at = clock.now();
  return async (count) => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * perSecond) - count;
    at = now;
    if (tokens < 0) await clock.sleep((-tokens / perSecond) * 1000);
  };
}
