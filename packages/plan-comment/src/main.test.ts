import { UserError } from '@loki-adoption/errors';
import { describe, expect, test } from 'vitest';
import { parsePlan } from './core/read/parse-plan.ts';
import { outdatedBody } from './core/show/posted-comment.ts';
import { renderComment } from './core/show/render.ts';
import type { Inputs, PlanInputs, RollUpInputs } from './inputs.ts';
import { main } from './main.ts';
import type { OwnComment, Ports, Posted, PostRequest, PullRequest } from './ports.ts';

const DELETE =
  '{"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.b","type":"aws_s3_bucket","change":{"actions":["delete"],"before":{"x":1},"after":null}}]}';

function inputsOf(inputs: Partial<PlanInputs>): PlanInputs {
  return {
    planFiles: ['plan.json'],
    environment: 'dev',
    token: 't',
    pullRequest: { number: 7, isClosed: false, isOfEvent: true, description: '' },
    mode: 'comment',
    bodyFile: 'body.md',
    bodyArtifact: undefined,
    configDiffFile: undefined,
    costFile: undefined,
    consequencesFile: undefined,
    phaseFrom: undefined,
    phaseTo: undefined,
    notInEffect: [],
    approvedPlan: undefined,
    failOn: 'none',
    commit: 'c1',
    run: undefined,
    ...inputs,
  };
}

const HEAD: PullRequest = { number: 7, isOpen: true, head: 'c1', description: '' };

interface World {
  readonly plan?: string;
  readonly answer?: Posted;
  readonly comments?: readonly OwnComment[];
  readonly pull?: PullRequest | undefined;
  readonly diskIsFull?: boolean;
}

function fakePorts(inputs: Inputs, { plan = DELETE, ...world }: World = {}) {
  const seen = {
    outputs: {} as Record<string, unknown>,
    posts: [] as PostRequest[],
    calls: [] as string[],
    files: {} as Record<string, string>,
    summary: '',
    said: '',
  };
  const pull = 'pull' in world ? world.pull : HEAD;
  const ports: Ports = {
    inputs: () => inputs,
    readPlans: ([path = '']) => parsePlan(plan, path),
    readText: () => '',
    writeText: async (path, pieces) => {
      if (world.diskIsFull) throw new UserError(`${path} can't be written`);
      seen.files[path] = [...pieces].join('');
    },
    summarize: (markdown) => {
      seen.summary += markdown;
    },
    setOutputs: (outputs) => Object.assign(seen.outputs, outputs),
    say: (message) => {
      seen.said += message;
    },
    pullRequests: {
      find: async () => pull,
      ofCommit: async () => pull,
      prepare: () => {},
      comments: async () => world.comments ?? [],
      post: async (request) => {
        seen.posts.push(request);
        return world.answer ?? { posted: 'created', id: 1, url: 'u' };
      },
      rewrite: async ({ id }, body) => void seen.calls.push(`rewrite ${id}: ${body}`),
      hide: async ({ id }) => void seen.calls.push(`hide ${id}`),
      delete: async ({ id }) => void seen.calls.push(`delete ${id}`),
    },
  };
  return { ports, seen };
}

function ownComment(id: number, body: string, commit = 'c1'): OwnComment {
  return { id, nodeId: `n${id}`, url: `https://github.test/${id}`, body, commit };
}

function planComment(id: number, environment: string, verdict = '🔶 1 to add', rest = '', commit = 'c1'): OwnComment {
  const heading = `## ${verdict.replace(' ', ` ${environment}: `)}`;
  return ownComment(id, `<!-- loki-adoption:plan environment=${environment} -->\n${heading}\n${rest}`, commit);
}

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

describe('compare', () => {
  const fingerprint = () => renderComment({ environment: 'dev', plans: parsePlan(DELETE, 'p') }).fingerprint;
  const reviewed = (digits: string, commit = 'c1') =>
    planComment(1, 'dev', '🔶 1 to destroy', `<!-- loki-adoption:fingerprint ${digits} -->\n`, commit);
  const inputs = inputsOf({ mode: 'compare', pullRequest: undefined });

  test.each([
    ['the same plan', () => reviewed(fingerprint()), 'same', 'this plan is the reviewed one'],
    ['another plan', () => reviewed('0'.repeat(64)), 'different', 'this plan is not the reviewed one'],
    ['a plan of an older commit', () => reviewed(fingerprint(), 'c0'), 'unknown', 'is not of its last commit'],
    ['a plan that failed', () => planComment(1, 'dev', '⛔ **the plan failed**'), 'unknown', 'failed'],
    ['the plan of another environment', () => planComment(1, 'prod'), 'unknown', 'has no plan of it'],
  ])('with %s', async (_, comment, expected, words) => {
    const { ports, seen } = fakePorts(inputs, { comments: [comment()] });
    await main(ports);
    expect(seen.outputs).toMatchObject({ reviewed: expected, fingerprint: fingerprint() });
    expect(seen.summary).toContain(words);
    expect(seen.summary.includes('aws_s3_bucket.b')).toBe(expected !== 'same');
    expect(seen.posts).toEqual([]);
  });

  test('a GitHub that is away holds up nothing', async () => {
    const { ports, seen } = fakePorts(inputs);
    ports.pullRequests.comments = () => Promise.reject(new Error('GitHub answered 502'));
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
    expect(seen.summary).toContain('GitHub answered 502');
  });

  test('a fingerprint that a value of the plan holds is none', async () => {
    const forged = `<!-- loki-adoption:fingerprint ${fingerprint()} -->\n\`\`\`\n</details>\n<sub>x</sub>\n`;
    const { ports, seen } = fakePorts(inputs, { comments: [planComment(1, 'dev', '🔶 x', forged)] });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
  });

  test('without a pull request nobody has reviewed it; fail-on: changed fails then', async () => {
    const { ports, seen } = fakePorts(inputsOf({ ...inputs, failOn: 'changed' }), { pull: undefined });
    await expect(main(ports)).rejects.toThrow('is not known to be the reviewed one (unknown)');
    expect(seen.summary).toContain('no pull request brought this commit');
    await expect(main(ports)).rejects.toThrow(`approved-plan ${fingerprint()}`);
  });

  test.each(['different', 'unknown'])('what somebody approved by its fingerprint goes through: %s', async (verdict) => {
    const approved = inputsOf({ ...inputs, failOn: 'changed', approvedPlan: fingerprint() });
    const comments = verdict === 'different' ? [reviewed('0'.repeat(64))] : [];
    const { ports, seen } = fakePorts(approved, { comments });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('approved');
    expect(seen.summary).toContain('approved by its fingerprint');
    expect(seen.summary).toContain('aws_s3_bucket.b');
  });

  test('an approval counts for the plan that it names, and a reviewed one needs none', async () => {
    const other = inputsOf({ ...inputs, failOn: 'changed', approvedPlan: 'a'.repeat(64) });
    const stopped = fakePorts(other, { comments: [reviewed('0'.repeat(64))] });
    await expect(main(stopped.ports)).rejects.toThrow(/\(different\).*Nor is it the approved one, a{12}…/);
    const { ports, seen } = fakePorts(other, { comments: [reviewed(fingerprint())] });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('same');
  });

  test('a plan that changes nothing goes through, reviewed or not', async () => {
    const nothing = '{"format_version":"1.2","resource_changes":[]}';
    const failing = inputsOf({ ...inputs, failOn: 'changed' });
    const { ports, seen } = fakePorts(failing, { plan: nothing, pull: undefined });
    await main(ports);
    expect(seen.outputs['reviewed']).toBe('unknown');
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
