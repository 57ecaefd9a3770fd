import { fargateProblem } from '../launch-types.ts';
import { type Draft, error, type Finding } from './draft.ts';

const LONGEST_STOP_SECONDS = 120;

/** Fargate offers a task only certain pairs of CPU and memory. */
export function fargateOffersSizes({ loki, services }: Draft): Finding[] {
  const tasks = [...services].map(([name, service]) => ({ path: ['services', name], ...service }));
  return [...(loki ? [{ path: ['loki'], ...loki }] : []), ...tasks].flatMap(({ path, capacity, cpu, memory }) => {
    const problem = capacity === 'fargate' ? fargateProblem(cpu, memory) : undefined;
    return problem ? [error([...path, problem.field], problem.message)] : [];
  });
}

/** A sidecar reads the Docker socket of its host, which Fargate doesn't give away. */
export function sidecarNeedsHost({ services }: Draft): Finding[] {
  return [...services]
    .filter(([, service]) => service.capacity === 'fargate' && service.collector !== 'none')
    .map(([name]) =>
      error(
        ['services', name, 'capacity'],
        "the sidecar reads the host's Docker socket, which Fargate doesn't have: set capacity to ec2, or collector to none",
      ),
    );
}

/** Fargate kills a container two minutes after SIGTERM at the latest. */
export function fargateStopsInTime({ services }: Draft): Finding[] {
  return [...services]
    .filter(([, { capacity, stopTimeout }]) => capacity === 'fargate' && (stopTimeout ?? 0) > LONGEST_STOP_SECONDS)
    .map(([name, { stopTimeout }]) =>
      error(['services', name, 'stopTimeout'], `Fargate waits ${LONGEST_STOP_SECONDS} s at most, not ${stopTimeout}`),
    );
}
