import { ServiceError, UserError } from '@loki-adoption/errors';
import { describe, expect, it } from 'vitest';
import type { Ports, Revert, RevertRequest } from '../ports.ts';
import { aService, RUN } from '../testing/builders.ts';
import { sampleEnvironment } from '../testing/environments.ts';
import type { Destination } from './destinations.ts';
import * as rollback from './revert.ts';

const environment = sampleEnvironment();
const register = { variantOf: 'a', applicationOf: 'b', container: 'c' };

function destination(name: string, variant: 'adot' | 'alloy' = 'adot'): Destination {
  return { service: aService({ name }), definition: { register }, facts: { image: null, variant }, words: '' };
}

interface Scene {
  readonly to?: string;
  readonly services?: readonly string[];
  readonly destinations?: readonly Destination[];
  readonly open?: (() => Promise<Revert | undefined>) | null;
}

const PULL = { pullRequest: 'https://pull/1' };

async function opened({ open = async () => PULL, ...scene }: Scene) {
  const requests: RevertRequest[] = [];
  const warnings: string[] = [];
  const openRevert: Ports['openRevert'] = open && ((request) => open().finally(() => requests.push(request)));
  const log = { warning: (text: string) => void warnings.push(text) };
  const all = { to: 'adot', destinations: [destination('worker'), destination('ui')], ...scene };
  const options = { environment, run: RUN, reason: 'errors', epoch: 3, ...all };
  const result = await rollback.revert(options, { openRevert, log } as Partial<Ports> as Ports);
  return { ...result, requests, warnings };
}

describe('after a rollback', () => {
  it('a pull request says what runs, for the whole environment', async () => {
    const { revert, notes, requests } = await opened({});
    expect({ revert, notes }).toEqual({ revert: PULL, notes: [] });
    expect(requests).toEqual([{ environment: 'dev', epoch: 3, reason: 'errors', services: undefined }]);
    expect((await opened({ to: 'previous' })).requests[0]?.services).toBeUndefined();
  });

  it.each([
    ['some services were named', { services: ['worker'] }],
    ['one revision was named', { to: 'dev-worker:1' }],
  ])('it is for those that went when %s', async (_, scene) => {
    expect((await opened(scene)).requests[0]?.services).toEqual(['worker', 'ui']);
  });

  it('there is none where nobody can open one, or nothing went', async () => {
    expect(await opened({ open: null })).toMatchObject({ revert: null, notes: [] });
    expect(await opened({ destinations: [] })).toMatchObject({ revert: null, notes: [], requests: [] });
  });

  it('there is none for a step back within a variant', async () => {
    const { revert, notes, requests } = await opened({
      destinations: [destination('worker'), destination('ui', 'alloy')],
    });
    expect({ revert, requests }).toEqual({ revert: null, requests: [] });
    expect(notes).toEqual([
      'Services went back to an earlier revision of the same kind: revert the change of the environment by hand.',
    ]);
  });

  it('there is none when desired state says so already', async () => {
    const { revert, notes } = await opened({ open: async () => undefined });
    expect({ revert, notes }).toEqual({
      revert: null,
      notes: ['Desired state asks for the old revisions already: no pull request needed.'],
    });
  });

  it.each([new UserError('no token'), new ServiceError('GitHub', true, 'GitHub is away')])(
    'not being able to open it undoes nothing: %s',
    async (error) => {
      const note = `The pull request that reverts desired state could not be opened: ${error.message}`;
      const { revert, notes, warnings } = await opened({ open: () => Promise.reject(error) });
      expect({ revert, notes, warnings }).toEqual({ revert: null, notes: [note], warnings: [note] });
    },
  );

  it('a bug is thrown', async () => {
    await expect(opened({ open: () => Promise.reject(new TypeError('bug')) })).rejects.toThrow('bug');
  });
});
