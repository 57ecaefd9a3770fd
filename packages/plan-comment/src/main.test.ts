import { UserError } from '@loki-adoption/errors';
import { describe, expect, test } from 'vitest';
import { outdatedBody } from './core/show/posted-comment.ts';
import type { PlanInputs, RollUpInputs } from './inputs.ts';
import { main } from './main.ts';
import { DELETE, fakePorts, HEAD, inputsOf, ownComment, planComment } from './testing/fake-ports.ts';

test('posts, writes summary and file, and tells what it did', async () => {
  const { ports, seen } = fakePorts(inputsOf({}));
  await main(ports);
  expect(seen.posts).toEqual([
    expect.objectContaining({ marker: '<!-- loki-adoption:plan environment=dev -->', pullRequest: 7 }),
  ]);
  expect(seen.outputs).toMatchObject({
    posted: 'created',
    'comment-id': 1,
    'comment-url': 'u',
    deletes: 1,
    'body-file': 'body.md',
  });
  expect(seen.files['body.md']).toContain('aws_s3_bucket.b');
  expect(seen.summary).toContain('aws_s3_bucket.b');
});

test('the comment goes out before all of a big plan is written', async () => {
  const { ports } = fakePorts(inputsOf({}));
  const order: string[] = [];
  const { post } = ports.pullRequests;
  ports.pullRequests.post = async (request) => {
    order.push('post');
    return post(request);
  };
  ports.writeText = async (_path, pieces) => void order.push([...pieces].length > 0 ? 'write' : '');
  await main(ports);
  expect(order).toEqual(['post', 'write']);
});

test('a disk that is full fails the run behind the comment; GitHub’s refusal is behind the file', async () => {
  const full = fakePorts(inputsOf({}), { diskIsFull: true });
  await expect(main(full.ports)).rejects.toThrow("body.md can't be written");
  expect(full.seen.posts).toHaveLength(1);
  expect(full.seen.outputs).toEqual({});

  const refused = fakePorts(inputsOf({}));
  refused.ports.pullRequests.post = async () => Promise.reject(new UserError('GitHub answers 500'));
  await expect(main(refused.ports)).rejects.toThrow('GitHub answers 500');
  expect(refused.seen.files['body.md']).toContain('aws_s3_bucket.b');
  expect(refused.seen.summary).toContain('aws_s3_bucket.b');
  expect(refused.seen.outputs).toMatchObject({ 'body-file': 'body.md', deletes: 1 });
});

test.each<[string, Partial<PlanInputs>]>([
  ['without a token', { token: undefined }],
  ['without a pull request', { pullRequest: undefined }],
  ['on a closed pull request', { pullRequest: { number: 7, isClosed: true, isOfEvent: true, description: '' } }],
  ['in mode summary', { mode: 'summary' }],
  ['in mode file', { mode: 'file' }],
])('%s nothing is posted, the summary is there', async (_, inputs) => {
  const { ports, seen } = fakePorts(inputsOf(inputs));
  await main(ports);
  expect(seen).toMatchObject({ posts: [], outputs: { posted: 'skipped' } });
  expect(seen.summary).toContain('aws_s3_bucket.b');
});

test('a read-only token is no failure', async () => {
  const { ports, seen } = fakePorts(inputsOf({}), { answer: { posted: 'skipped' } });
  await main(ports);
  expect(seen.outputs['posted']).toBe('skipped');
  expect(seen.said).toContain('fork');
});

test.each([
  ['policy', 'bucket-destroyed (aws_s3_bucket.b)'],
  ['destroy', 'destroys or replaces 1 objects'],
] as const)('fail-on %s fails after the comment is posted', async (failOn, message) => {
  const { ports, seen } = fakePorts(inputsOf({ failOn }));
  await expect(main(ports)).rejects.toThrow(message);
  expect(seen.posts).toHaveLength(1);
});

describe('fail-on: destroy', () => {
  const two = DELETE.replace(
    '"resource_changes":[',
    '"resource_changes":[{"address":"aws_db_instance.d[\\"a, b\\"]","type":"aws_db_instance","change":{"actions":["delete"],"before":{"x":1},"after":null}},',
  );
  const run = async (description: string, rest: Partial<PlanInputs> = {}) => {
    const { ports, seen } = fakePorts(inputsOf({ failOn: 'destroy', ...rest }), {
      plan: two,
      pull: { ...HEAD, description },
    });
    const failure = await main(ports).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { failure, body: seen.posts[0]?.body ?? seen.summary };
  };

  test('is overruled for what the description names, which the comment quotes', async () => {
    const { failure, body } = await run('Why\n\n- Allow-destroy: aws_s3_bucket.b, aws_db_instance.d["a, b"]\n');
    expect(failure).toBeUndefined();
    expect(body).toContain('Of 2 destructions, 2 are allowed by the description of this pull request:');
    expect(body).toContain('- `- Allow-destroy: aws_s3_bucket.b, aws_db_instance.d["a, b"]`');
  });

  test.each([
    ['only one of two', 'allow-destroy: aws_s3_bucket.b', '1 objects that nobody allowed: aws_db_instance.d["a, b"]'],
    [
      'the address of the block',
      'allow-destroy: aws_s3_bucket.b, aws_db_instance.d',
      'nobody allowed: aws_db_instance.d["a, b"]',
    ],
    ['all, by a pattern', 'allow-destroy: *', '2 objects: '],
    ['nothing', 'allow-destroy:', '2 objects: '],
    ['in a comment of a template', '<!-- allow-destroy: aws_s3_bucket.b -->', '2 objects: '],
    ['in a block of code', '```\nallow-destroy: aws_s3_bucket.b\n```', '2 objects: '],
    ['in the middle of a line', 'please allow-destroy: aws_s3_bucket.b', '2 objects: '],
  ])('not by %s', async (_, description, words) => {
    expect((await run(description)).failure).toContain(words);
  });

  test('takes the description as it is now, else as the event has it', async () => {
    const pullRequest = {
      number: 7,
      isClosed: false,
      isOfEvent: true,
      description: 'allow-destroy: aws_s3_bucket.b, `aws_db_instance.d["a, b"]`',
    };
    expect((await run('', { pullRequest })).failure).toContain('2 objects');
    expect((await run('', { pullRequest, token: undefined })).failure).toBeUndefined();
  });

  test('names what the plan doesn’t destroy', async () => {
    expect((await run('allow-destroy: aws_s3_bucket.b aws_x.typo')).body).toContain(
      'This plan doesn’t destroy `aws_x.typo`, which it names.',
    );
  });
});

test('fail-on passes what it should', async () => {
  const kept = DELETE.replace('{"x":1}', '{"skip_destroy":true}');
  for (const failOn of ['policy', 'destroy'] as const)
    await main(fakePorts(inputsOf({ failOn }), { plan: kept }).ports);
});

test('another pull request than the event’s is looked up, and left alone when it is closed', async () => {
  const pullRequest = { number: 7, isClosed: false, isOfEvent: false, description: '' };
  const { ports, seen } = fakePorts(inputsOf({ pullRequest }), { pull: { ...HEAD, isOpen: false } });
  await main(ports);
  expect(seen.posts).toEqual([]);
});

describe('a plan that failed', () => {
  const plan = DELETE.replace('{', '{"errored":true,');

  test('posts nothing and fails with one line', async () => {
    const { ports, seen } = fakePorts(inputsOf({}), { plan });
    await expect(main(ports)).rejects.toThrow(/^Terraform's plan of dev is marked as errored: .*plan again\.$/);
    expect(seen.posts).toEqual([]);
    expect(seen.outputs['posted']).toBe('skipped');
  });

  test('takes back what an older plan said, without half of its own', async () => {
    const { ports, seen } = fakePorts(inputsOf({}), { plan, comments: [planComment(1, 'dev')] });
    await expect(main(ports)).rejects.toThrow('errored');
    expect(seen.posts[0]?.body).toContain('## ⛔ dev: **the plan failed**');
    expect(seen.posts[0]?.body).not.toContain('aws_s3_bucket.b');
  });
});

test('the comment names what the pull request changes and the plan was made without', async () => {
  const paths = ['packages/cli', 'packages/@team', ...Array.from({ length: 10 }, (_, index) => `packages/p${index}`)];
  const { ports, seen } = fakePorts(inputsOf({ notInEffect: paths }));
  await main(ports);
  expect(seen.posts[0]?.body).toContain(
    '> [!NOTE]\n> This pull request also changes `packages/cli`, `packages/@team`, ',
  );
  expect(seen.posts[0]?.body).toContain('`packages/p7` and 2 more. That isn’t in effect here');
  const usual = fakePorts(inputsOf({}));
  await main(usual.ports);
  expect(usual.seen.posts[0]?.body).not.toContain('in effect');
});

describe('roll-up', () => {
  const rollUp = (environments: string[], rest: Partial<RollUpInputs> = {}): RollUpInputs => ({
    mode: 'roll-up',
    environments,
    outdated: 'mark',
    token: 't',
    pullRequest: { number: 7, isClosed: false, isOfEvent: true, description: '' },
    commit: 'c1',
    run: undefined,
    ...rest,
  });
  const comments = [planComment(1, 'dev'), planComment(2, 'prod', '⛔ **1 to destroy** · ⛔ 1 danger')];

  test('has one line for each environment, linked to its comment', async () => {
    const { ports, seen } = fakePorts(rollUp(['dev', 'prod', 'staging']), { comments });
    await main(ports);
    expect(seen.posts[0]?.body.split('\n').filter((line) => line.startsWith('| ['))).toEqual([
      '| [dev](https://github.test/1) | 🔶 1 to add |',
      '| [prod](https://github.test/2) | ⛔ **1 to destroy** · ⛔ 1 danger |',
    ]);
    expect(seen.posts[0]?.body).toContain('| `staging` | ❔ no plan |');
    expect(seen.calls).toEqual([]);
  });

  test('tells which line is of an older commit', async () => {
    const old = planComment(2, 'prod', '🔶 1 to add', '', 'c0c0c0c0c0');
    const { ports, seen } = fakePorts(rollUp(['dev', 'prod']), { comments: [planComment(1, 'dev'), old] });
    await main(ports);
    expect(seen.posts[0]?.body).toContain('🔶 1 to add · of `c0c0c0c`, **not the newest commit** |');
  });

  test.each([
    ['mark', [/^rewrite 2: ## ⚪ prod: outdated\n/]],
    ['minimize', [/^rewrite 2: /, /^hide 2$/]],
    ['delete', [/^delete 2$/]],
  ] as const)('what has no plan any more: outdated: %s', async (outdated, calls) => {
    const { ports, seen } = fakePorts(rollUp(['dev'], { outdated }), { comments });
    await main(ports);
    expect(seen.calls).toEqual(calls.map((call) => expect.stringMatching(call)));
    expect(seen.posts).toEqual([]);
  });

  test('is said once', async () => {
    const old = ownComment(
      3,
      `${comments[1]?.body.split('\n')[0]}\n${outdatedBody('prod', comments[1]?.body ?? '', 'c0')}`,
    );
    const { ports, seen } = fakePorts(rollUp(['dev']), { comments: [old] });
    await main(ports);
    expect(seen.calls).toEqual([]);
  });

  test('an older commit says nothing of the environments, a closed pull request is left alone', async () => {
    for (const pull of [
      { ...HEAD, head: 'c2' },
      { ...HEAD, isOpen: false },
    ]) {
      const { ports, seen } = fakePorts(rollUp(['dev']), { comments, pull });
      await main(ports);
      expect([seen.calls, seen.posts]).toEqual([[], []]);
    }
  });
});
