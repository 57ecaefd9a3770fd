import { isExpected } from '@loki-adoption/errors';
import type { Ports, Revert } from '../ports.ts';
import type { Destination } from './destinations.ts';
import type { RunOptions } from './options.ts';

interface RevertOptions extends RunOptions {
  readonly to: string;
  readonly reason: string;
  readonly services?: readonly string[];
  readonly destinations: readonly Destination[];
  readonly epoch: number;
}

/** Makes desired state say what runs after a rollback, for a person to merge. Not being able to undoes nothing. */
export async function revert(
  options: RevertOptions,
  ports: Ports,
): Promise<{ revert: Revert | null; notes: string[] }> {
  const { environment, reason, services = [], destinations, epoch, to } = options;
  if (!ports.openRevert || destinations.length === 0) return { revert: null, notes: [] };
  if (destinations.some(({ facts }) => facts.variant !== 'adot')) {
    const note =
      'Services went back to an earlier revision of the same kind: revert the change of the environment by hand.';
    return { revert: null, notes: [note] };
  }
  const isPart = services.length > 0 || (to !== 'previous' && to !== 'adot');
  const some = isPart ? destinations.map(({ service }) => service.name) : undefined;
  try {
    const opened = await ports.openRevert({ environment: environment.name, epoch, reason, services: some });
    if (opened !== undefined) return { revert: opened, notes: [] };
    return { revert: null, notes: ['Desired state asks for the old revisions already: no pull request needed.'] };
  } catch (error) {
    if (!isExpected(error)) throw error;
    const note = `The pull request that reverts desired state could not be opened: ${error.message}`;
    ports.log.warning(note);
    return { revert: null, notes: [note] };
  }
}
