import { expect, test } from 'vitest';
import { parsePlan } from './core/parse-plan.ts';
import type { Inputs } from './inputs.ts';
import { main } from './main.ts';
import type { Ports, Posted, PostRequest } from './ports.ts';

const DELETE =
  '{"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.b","type":"aws_s3_bucket","change":{"actions":["delete"],"before":{"x":1},"after":null}}]}';

function fakePorts(inputs: Partial<Inputs>, plan = DELETE, answer: Posted = { posted: 'created', id: 1, url: 'u' }) {
  const seen = {
    outputs: {} as Record<string, unknown>,
    posts: [] as PostRequest[],
    files: {} as Record<string, string>,
    summary: '',
    said: '',
  };
  const ports: Ports = {
    inputs: () => ({
      planFiles: ['plan.json'],
      environment: 'dev',
      token: 't',
      pullRequest: { number: 7, isClosed: false },
      mode: 'comment',
      bodyFile: 'body.md',
      configDiffFile: undefined,
      costFile: undefined,
      phaseFrom: undefined,
      phaseTo: undefined,
      failOn: 'none',
      commit: undefined,
      run: undefined,
      ...inputs,
    }),
    readPlans: ([path = '']) => parsePlan(plan, path),
    readText: () => '',
    writeText: (path, content) => {
      seen.files[path] = content;
    },
    summarize: (markdown) => {
      seen.summary += markdown;
    },
    setOutputs: (outputs) => Object.assign(seen.outputs, outputs),
    say: (message) => {
      seen.said += message;
    },
    post: async (request) => {
      seen.posts.push(request);
      return answer;
    },
  };
  return { ports, seen };
}

test('posts, writes summary and file, and tells what it did', async () => {
  const { ports, seen } = fakePorts({});
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

test.each<[string, Partial<Inputs>]>([
  ['without a token', { token: undefined }],
  ['without a pull request', { pullRequest: undefined }],
  ['on a closed pull request', { pullRequest: { number: 7, isClosed: true } }],
  ['in mode summary', { mode: 'summary' }],
  ['in mode file', { mode: 'file' }],
])('%s nothing is posted, the summary is there', async (_, inputs) => {
  const { ports, seen } = fakePorts(inputs);
  await main(ports);
  expect(seen).toMatchObject({ posts: [], outputs: { posted: 'skipped' } });
  expect(seen.summary).toContain('aws_s3_bucket.b');
});

test('a read-only token is no failure', async () => {
  const { ports, seen } = fakePorts({}, DELETE, { posted: 'skipped' });
  await main(ports);
  expect(seen.outputs['posted']).toBe('skipped');
  expect(seen.said).toContain('fork');
});

test.each([
  ['policy', 'bucket-destroyed (aws_s3_bucket.b)'],
  ['destroy', 'destroys or replaces 1 objects'],
] as const)('fail-on %s fails after the comment is posted', async (failOn, message) => {
  const { ports, seen } = fakePorts({ failOn });
  await expect(main(ports)).rejects.toThrow(message);
  expect(seen.posts).toHaveLength(1);
});

test('fail-on passes what it should', async () => {
  const kept = DELETE.replace('{"x":1}', '{"skip_destroy":true}');
  for (const failOn of ['policy', 'destroy'] as const) await main(fakePorts({ failOn }, kept).ports);
});

test('an errored plan is posted, then fails the step', async () => {
  const { ports, seen } = fakePorts({}, '{"format_version":"1.2","planned_values":{},"errored":true}');
  await expect(main(ports)).rejects.toThrow('stopped with an error');
  expect(seen.posts[0]?.body).toContain('the plan failed');
});
