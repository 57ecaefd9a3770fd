import { UserError } from '@loki-adoption/errors';
import { parsePlan } from '../core/read/parse-plan.ts';
import type { Inputs, PlanInputs } from '../inputs.ts';
import type { OwnComment, Ports, Posted, PostRequest, PullRequest } from '../ports.ts';

export const DELETE =
  '{"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.b","type":"aws_s3_bucket","change":{"actions":["delete"],"before":{"x":1},"after":null}}]}';

export function inputsOf(inputs: Partial<PlanInputs>): PlanInputs {
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

export const HEAD: PullRequest = { number: 7, isOpen: true, head: 'c1', description: '' };

interface World {
  readonly plan?: string;
  readonly answer?: Posted;
  readonly comments?: readonly OwnComment[];
  readonly pull?: PullRequest | undefined;
  readonly diskIsFull?: boolean;
}

export function fakePorts(inputs: Inputs, { plan = DELETE, ...world }: World = {}) {
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

export function ownComment(id: number, body: string, commit = 'c1'): OwnComment {
  return { id, nodeId: `n${id}`, url: `https://github.test/${id}`, body, commit };
}

export function planComment(
  id: number,
  environment: string,
  verdict = '🔶 1 to add',
  rest = '',
  commit = 'c1',
): OwnComment {
  const heading = `## ${verdict.replace(' ', ` ${environment}: `)}`;
  return ownComment(id, `<!-- loki-adoption:plan environment=${environment} -->\n${heading}\n${rest}`, commit);
}
