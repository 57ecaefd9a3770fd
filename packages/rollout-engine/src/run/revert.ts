import { isExpected } from '@loki-adoption/errors';
import type { Ports } from '../ports.ts';
import type { Destination } from './destinations.ts';
import type { RunOptions } from './options.ts';

interface RevertOptions extends RunOptions {
  readonly to: string;
  readonly reason: string;
  readonly services?: readonly string[];
  readonly destinations: readonly Destination[];
  readonly epoch: number;
}

/** Opens the pull request that makes desired state say what runs after a rollback. Not being able to open it undoes nothing. */
export async function revert(options: RevertOptions, ports: Ports): Promise<{ url: string | null; notes: string[] }> {
  const { environment, reason, services = [], destinations, epoch, to } = options;
  if (!ports.openRevert || destinations.length === 0) return { url: null, notes: [] };
  if (destinations.some(({ facts }) => facts.variant !== 'adot')) {
    const note =
      'Services went back to an earlier revision of the same kind: revert the change of the environment by hand.';
    return { url: null, notes: [note] };
  }
  const isPart = services.length > 0 || (to !== 'previous' && to !== 'adot');
  const some = isPart ? destinations.map(({ service }) => service.name) : undefined;
  try {
    const url = await ports.openRevert({ environment: environment.name, epoch, reason, services: some });
    if (url !== undefined) return { url, notes: [] };
    return { url: null, notes: ['Desired state asks for the old revisions already: no pull request needed.'] };
  } catch (error) {
    if (!isExpected(error)) throw error;
    const note = `The pull request that reverts desired state could not be opened: ${error.message}`;
    ports.log.warning(note);
    return { url: null, notes: [note] };
  }
}
