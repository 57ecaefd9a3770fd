import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import { accountRoutes } from './accounts.ts';
import { actionsSettingsRoutes } from './actions-settings.ts';
import { type Actor, type Api, ApiError, type Call, type Plan, type Reply } from './api.ts';
import { codeOwnersRoutes } from './code-owners.ts';
import { commentRoutes, commentsOf } from './comments.ts';
import { commitReportRoutes } from './commit-reports.ts';
import { contentRoutes } from './contents.ts';
import { deploymentRoutes } from './deployments.ts';
import { environmentVariableRoutes } from './environment-variables.ts';
import { environmentRoutes } from './environments.ts';
import { createEventPayloads, type EventPayloads } from './events.ts';
import { createFaultPlan, type Fault } from './faults.ts';
import { gitDataRoutes } from './git-data.ts';
import { openGitRepository } from './git-repository.ts';
import { handleGraphql } from './graphql.ts';
import { sandboxTokens } from './identities.ts';
import { issueRoutes } from './issues.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import { createRouter } from './router.ts';
import { rulesetRoutes } from './rulesets.ts';
import { type CommentRecord, type IssueRecord, StateFile } from './state.ts';
import { recordRun, type WorkflowRun, workflowRunRoutes } from './workflow-runs.ts';

export interface GitHubOptions {
  /** `owner/name` */
  readonly repository: string;
  /** A bare repository; refs and files are read from and written to it. */
  readonly bareRepository: string;
  /** Issues, pull requests and comments are kept here, in `github.json`. */
  readonly stateDir: string;
  /** Default: any free port. */
  readonly port?: number;
  /** Largest page served, default 100; small ones make callers page. */
  readonly pageSize?: number;
  readonly defaultBranch?: string;
  /** The setting "Allow GitHub Actions to create and approve pull requests". Default: as it was left; no in a new repository. */
  readonly workflowsMayOpenPullRequests?: boolean;
  /** Default: private, of an owner with the plan Enterprise. */
  readonly visibility?: 'private' | 'public';
  readonly plan?: Plan;
  /** Who may write to the repository: users, and teams as `organization/team`. */
  readonly accounts?: readonly string[];
  readonly clock?: () => Date;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** 0: the connection was reset. */
  readonly status: number;
  readonly actor: string | undefined;
}

export interface GitHubSandbox {
  readonly url: string;
  /** What a workflow gets as GITHUB_TOKEN: acts as github-actions[bot]. */
  readonly token: string;
  /** Acts as a person. */
  readonly developerToken: string;
  /** Acts as an administrator of the repository. */
  readonly administratorToken: string;
  /** Acts as an app that may read the repository's settings. */
  readonly auditToken: string;
  readonly env: Readonly<Record<'GITHUB_API_URL' | 'GITHUB_GRAPHQL_URL' | 'GITHUB_SERVER_URL', string>>;
  readonly events: EventPayloads;
  pulls(): readonly IssueRecord[];
  comments(issueNumber: number): readonly CommentRecord[];
  requests(): readonly LoggedRequest[];
  addFault(fault: Fault): void;
  recordRun(run: WorkflowRun): void;
  stop(): Promise<void>;
}

const RATE_LIMIT = 5000;
const findRoute = createRouter([
  repositoryRoutes,
  gitDataRoutes,
  contentRoutes,
  commitReportRoutes,
  pullRoutes,
  commentRoutes,
  issueRoutes,
  deploymentRoutes,
  workflowRunRoutes,
  environmentRoutes,
  environmentVariableRoutes,
  rulesetRoutes,
  actionsSettingsRoutes,
  codeOwnersRoutes,
]);
const findAccountRoute = createRouter([accountRoutes]);

/** GitHub's REST API, as far as workflows and actions use it, on 127.0.0.1 and over a real git repository. */
export async function startGitHub(options: GitHubOptions): Promise<GitHubSandbox> {
  if (!existsSync(join(options.bareRepository, 'HEAD'))) {
    throw new UserError(`${options.bareRepository} is not a bare git repository. Create it with "git init --bare".`);
  }
  const requests: LoggedRequest[] = [];
  const faults = createFaultPlan();
  let queue: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    // One request after the other: what a handler read of the repository is still true when it writes.
    queue = queue.then(() => serve(request, response)).catch((error: unknown) => response.destroy(error as Error));
  });
  const port = await listen(server, options.port ?? 0);
  const clock = options.clock ?? (() => new Date());
  const api: Api = {
    repository: options.repository,
    url: `http://127.0.0.1:${port}`,
    defaultBranch: options.defaultBranch ?? 'main',
    git: openGitRepository(options.bareRepository),
    state: new StateFile(options.stateDir),
    pageSize: options.pageSize ?? 100,
    visibility: options.visibility ?? 'private',
    plan: options.plan ?? 'enterprise',
    accounts: options.accounts ?? ['developer', 'administrator'],
    now: () => `${clock().toISOString().slice(0, 19)}Z`,
  };

  if (options.workflowsMayOpenPullRequests !== undefined) {
    api.state.data.actions.canApprovePullRequests = options.workflowsMayOpenPullRequests;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', api.url);
    const actor = actorOf(request);
    const fault = faults.take(method, url.pathname);
    const handled = fault && !fault.afterHandling ? undefined : await answer(api, request, method, url, body, actor);
    const reset = fault?.effect === 'connection-reset';
    const reply = fault && fault.effect !== 'connection-reset' ? faultReply(fault.effect) : handled;
    requests.push({
      method,
      path: url.pathname + url.search,
      status: reset ? 0 : (reply?.status ?? 0),
      actor: actor?.login,
    });
    if (reset || !reply) {
      request.socket.destroy();
      return;
    }
    send(response, reply, requests.length);
  }

  return {
    url: api.url,
    token: 'sandbox-workflow-token',
    developerToken: 'sandbox-developer-token',
    administratorToken: 'sandbox-administrator-token',
    auditToken: 'sandbox-audit-token',
    env: { GITHUB_API_URL: api.url, GITHUB_GRAPHQL_URL: `${api.url}/graphql`, GITHUB_SERVER_URL: api.url },
    events: createEventPayloads(api),
    pulls: () => api.state.data.issues.filter((issue) => issue.pull),
    comments: (issueNumber) => commentsOf(api, issueNumber),
    requests: () => [...requests],
    addFault: (fault) => faults.add(fault),
    recordRun: (run) => recordRun(api, run),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  api: Api,
  request: IncomingMessage,
  method: string,
  url: URL,
  body: string,
  actor: Actor | undefined,
): Promise<Reply> {
  try {
    if (!actor) throw new ApiError(401, request.headers.authorization ? 'Bad credentials' : 'Requires authentication');
    const call: Omit<Call, 'params'> = {
      method,
      path: url.pathname,
      query: url.searchParams,
      body: parseBody(body),
      accept: request.headers.accept ?? '',
      actor,
    };
    if (method === 'POST' && url.pathname === '/graphql') return handleGraphql(api, { ...call, params: {} });
    const prefix = `/repos/${api.repository}`.toLowerCase();
    const inside = `${url.pathname}/`.toLowerCase().startsWith(`${prefix}/`);
    const match = inside
      ? findRoute(method, url.pathname.slice(prefix.length))
      : findAccountRoute(method, url.pathname);
    if (!match) throw new ApiError(404, 'Not Found');
    return await match.handler(api, { ...call, params: match.params });
  } catch (error) {
    if (!(error instanceof ApiError)) return { status: 500, body: { message: `Sandbox error: ${String(error)}` } };
    return errorReply(error.status, error.message, error.errors);
  }
}

function errorReply(status: number, message: string, errors?: readonly unknown[]): Reply {
  const body = {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
  return { status, body };
}

function faultReply(effect: Exclude<Fault['effect'], string>): Reply {
  const seconds = effect.retryAfterSeconds;
  const reply = errorReply(effect.status, effect.message ?? 'Planned fault of the sandbox');
  return seconds === undefined ? reply : { ...reply, headers: { 'retry-after': String(seconds) } };
}

function send(response: ServerResponse, reply: Reply, count: number): void {
  const raw = Buffer.isBuffer(reply.body);
  const remaining = RATE_LIMIT - (count % RATE_LIMIT);
  response.writeHead(reply.status, {
    ...(reply.body === undefined
      ? {}
      : { 'content-type': raw ? 'application/vnd.github.raw' : 'application/json; charset=utf-8' }),
    'x-github-request-id': `SANDBOX:${count}`,
    'x-ratelimit-limit': String(RATE_LIMIT),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(RATE_LIMIT - remaining),
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    'x-ratelimit-resource': 'core',
    ...reply.headers,
  });
  response.end(reply.body === undefined || raw ? reply.body : JSON.stringify(reply.body));
}

function actorOf(request: IncomingMessage): Actor | undefined {
  const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return token ? sandboxTokens[token] : undefined;
}

function parseBody(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Answered below, like a body that is no object.
  }
  throw new ApiError(400, 'Problems parsing JSON');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new UserError(
              `Port ${port} of 127.0.0.1 is in use, so the sandbox's GitHub can't start on it. End what holds it, or choose another port.`,
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}
