import { ServiceError } from '@loki-adoption/errors';
import { describe, expect, it, test } from 'vitest';
import type { TaskDefinition } from '../model/ecs.ts';
import type { EcsPort } from '../ports.ts';
import type { ServiceRecord } from '../state/service-record.ts';
import { aService, deployment, ecsService, iso, launch, ledgerWith, NEW, OLD, shared } from '../testing/builders.ts';
import { destinationOf, registered, runningDefinitions, type Search } from './destinations.ts';

const FAMILY = OLD.slice(0, OLD.lastIndexOf(':'));
const arn = (revision: number) => `${FAMILY}:${revision}`;
const SIDECARS = { alloy: ['alloy'], adot: ['adot-collector'], plain: [] } as const;

const revision = (
  number: number,
  variant: keyof typeof SIDECARS,
  application: string,
  changes: Partial<TaskDefinition> = {},
): TaskDefinition => ({
  arn: arn(number),
  family: 'dev-worker',
  status: 'ACTIVE',
  containers: ['worker', ...SIDECARS[variant]].map((name) => ({
    name,
    image: name === 'worker' ? `worker:${application}` : name,
  })),
  ...changes,
});

const promoted: ServiceRecord = { ...shared({ current: NEW }), state: 'promoted', move: launch() };
const service = aService();

interface Scene {
  readonly to?: string;
  readonly known: readonly TaskDefinition[];
  /** What the family's list says; default: all of it, newest first. */
  readonly listed?: readonly string[];
  readonly running?: string | null;
  readonly record?: ServiceRecord;
  readonly definitions?: Search['definitions'];
  readonly variant?: 'alloy' | 'plain';
}

function find({ to = 'adot', known, running = NEW, record, definitions = {}, variant = 'alloy', ...more }: Scene) {
  const { listed = known.map((each) => each.arn).reverse() } = more;
  const asked: string[] = [];
  const ecs = {
    async describeTaskDefinition(name: string) {
      asked.push(name);
      const found = known.find((each) => each.arn === name);
      if (!found) throw new ServiceError('ECS', false, `no revision ${name}`);
      return found;
    },
    listTaskDefinitions: async () => listed,
  } as Partial<EcsPort> as EcsPort;
  const runs = new Map(running === null ? [] : [['dev-worker', running] as const]);
  const search: Search = { to, ledger: ledgerWith(record ? { worker: record } : {}), definitions, ecs, running: runs };
  return destinationOf({ ...service, variant }, search).then((found) => ({ found, asked }));
}

const definitionOf = async (scene: Scene) => {
  const { found } = await find(scene);
  return typeof found === 'object' ? found.definition : found;
};

describe('previous', () => {
  const known = [revision(1, 'adot', '1'), revision(2, 'alloy', '1')];

  it('undoes the last move', async () => {
    const { found } = await find({ to: 'previous', known, record: promoted });
    expect(found).toEqual({
      service,
      definition: known[0],
      facts: { image: 'worker:1', variant: 'adot' },
      words: 'undoes the variant (alloy → adot)',
    });
  });

  it('is unknown to a ledger that has no such service, or no move of it', async () => {
    expect(await definitionOf({ to: 'previous', known })).toBeUndefined();
    expect(
      await definitionOf({ to: 'previous', known, record: { ...promoted, previous: null, current: null } }),
    ).toBeUndefined();
  });

  it('that runs already is not a change', async () => {
    const { found } = await find({ to: 'previous', known, record: promoted, running: OLD });
    expect(found).toMatchObject({ words: 'runs it already' });
  });

  it('undoes nothing where nothing runs', async () => {
    const { found } = await find({ to: 'previous', known, record: promoted, running: null });
    expect(found).toMatchObject({ words: 'undoes nothing that runs' });
  });
});

describe('a revision by its name', () => {
  it.each([
    ['of another family', revision(1, 'adot', '1', { family: 'dev-ui' }), undefined],
    [
      'that ECS starts no task of',
      revision(1, 'adot', '1', { status: 'INACTIVE' }),
      { register: { variantOf: OLD, applicationOf: OLD, container: 'worker' } },
    ],
  ])('%s', async (_, old, expected) => {
    expect(await definitionOf({ to: OLD, known: [old, revision(2, 'alloy', '1')] })).toEqual(expected);
  });

  it('that ECS starts no task of is registered again, and that is said', async () => {
    const known = [revision(1, 'adot', '1', { status: 'INACTIVE' }), revision(2, 'alloy', '1')];
    const { found } = await find({ to: OLD, known });
    expect(found).toMatchObject({
      words: 'undoes the variant (alloy → adot); revision 1 is INACTIVE, so it is registered again',
    });
  });

  it('that ECS refuses keeps the reason', async () => {
    expect(await definitionOf({ to: arn(9), known: [revision(2, 'alloy', '1')] })).toBe(`no revision ${arn(9)}`);
  });

  it('a bug is not a reason', async () => {
    const broken = {
      describeTaskDefinition: () => Promise.reject(new TypeError('bug')),
    } as Partial<EcsPort> as EcsPort;
    const search = { to: OLD, ledger: ledgerWith({}), definitions: {}, ecs: broken, running: new Map() };
    await expect(destinationOf(service, search)).rejects.toThrow('bug');
  });
});

describe('adot changes the variant, and keeps the application that runs', () => {
  const runs = revision(2, 'alloy', '1');

  it('with the revision that has both', async () => {
    const known = [revision(1, 'adot', '1'), runs, revision(3, 'adot', '2')];
    const { found } = await find({ known });
    expect(found).toMatchObject({ definition: known[0], words: 'undoes the variant (alloy → adot)' });
  });

  it('what Terraform names is looked at first, then the family from its newest on, then what the ledger remembers', async () => {
    const history = [5, 6].map((number) => ({
      at: iso(0),
      event: 'promoted' as const,
      definition: arn(number),
      from: null,
      to: null,
      run: 'r',
      seconds: null,
    }));
    const record: ServiceRecord = {
      ...shared({ current: arn(7), previous: arn(8), history }),
      state: 'promoted',
      move: launch({ target: arn(9) }),
    };
    const others = [3, 4, 5, 6, 7, 8, 9].map((number) => revision(number, 'adot', 'other'));
    const listed = [arn(4)];
    const { asked, found } = await find({
      known: [runs, ...others],
      listed,
      record,
      definitions: { worker: { adot: arn(3) } },
    });
    expect(asked.map((name) => Number(name.slice(name.lastIndexOf(':') + 1)))).toEqual([2, 3, 4, 7, 9, 8, 6, 5]);
    expect(found).toMatchObject({ definition: { register: { variantOf: arn(3) } } });
  });

  it('a name that Terraform has for another variant is none', async () => {
    const { asked } = await find({ known: [runs], listed: [], definitions: { worker: { alloy: arn(3) } } });
    expect(asked).toEqual([NEW]);
    const bare = await find({ known: [runs], listed: [], definitions: { worker: arn(3) } });
    expect(bare.asked).toEqual([NEW]);
  });

  it.each([
    ['INACTIVE', revision(3, 'adot', '1', { status: 'INACTIVE' })],
    ['of another family', revision(3, 'adot', '1', { family: 'dev-ui' })],
    ['without ADOT', revision(3, 'plain', '1')],
  ])('not with a revision that is %s, where there is another', async (_, wrong) => {
    const alone = await definitionOf({ known: [runs, wrong] });
    if (wrong.status === 'ACTIVE') expect(alone).toBe('no revision of it has ADOT: name another with --to');
    else expect(alone).toMatchObject({ register: { variantOf: arn(3), applicationOf: NEW } });
    expect(await definitionOf({ known: [revision(1, 'adot', '1'), runs, wrong] })).toMatchObject({ arn: OLD });
  });

  it('by registering it, where no revision has both', async () => {
    const known = [revision(1, 'adot', '0'), runs, revision(3, 'adot', '2')];
    const { found } = await find({ known });
    expect(found).toEqual({
      service,
      definition: { register: { variantOf: arn(3), applicationOf: NEW, container: 'worker' } },
      facts: { image: 'worker:1', variant: 'adot' },
      words: 'undoes the variant (alloy → adot), keeps the application worker:1, which is registered with ADOT for it',
    });
  });

  it('not where ADOT runs, where nothing runs, or where the service has no sidecar', async () => {
    const adot = revision(2, 'adot', '1');
    const { found, asked } = await find({ known: [adot, revision(3, 'adot', '1')] });
    expect(found).toMatchObject({ definition: adot, words: 'runs it already' });
    expect(asked).toEqual([NEW]);
    expect(await definitionOf({ known: [runs], running: null })).toBe('ECS has no deployment of dev-worker');
    expect(await definitionOf({ known: [runs, revision(1, 'adot', '1')], variant: 'plain' })).toBeUndefined();
  });

  it('looks through the fifty newest revisions at most', async () => {
    const many = Array.from({ length: 60 }, (_, index) => revision(index + 3, 'plain', '1'));
    const { asked } = await find({ known: [runs, ...many] });
    expect(asked).toHaveLength(51);
    expect(asked.at(-1)).toBe(arn(13));
  });
});

test('a destination is registered where it isn’t there yet', async () => {
  const requests: unknown[] = [];
  const ecs = {
    async registerWithApplication(request: unknown) {
      requests.push(request);
      return revision(9, 'adot', '1');
    },
  } as Partial<EcsPort> as EcsPort;
  const rest = { service, facts: { image: null, variant: 'adot' }, words: '' } as const;
  const register = { variantOf: OLD, applicationOf: NEW, container: 'worker' };
  expect(await registered({ ...rest, definition: { register } }, ecs)).toBe(arn(9));
  expect(requests).toEqual([register]);
  expect(await registered({ ...rest, definition: revision(1, 'adot', '1') }, ecs)).toBe(OLD);
});

test('what runs is what ECS deploys; a service without a deployment runs nothing', async () => {
  const asked: unknown[] = [];
  const ecs = {
    async describeServices(names: readonly string[]) {
      asked.push(names);
      return [
        ecsService({ deployments: [deployment({ status: 'ACTIVE', taskDefinition: OLD }), deployment()] }),
        ecsService({ name: 'dev-ui', deployments: [] }),
      ];
    },
  } as Partial<EcsPort> as EcsPort;
  expect(await runningDefinitions([service, { ...service, ecsName: 'dev-ui' }], ecs)).toEqual(
    new Map([['dev-worker', NEW]]),
  );
  expect(asked).toEqual([['dev-worker', 'dev-ui']]);
});
