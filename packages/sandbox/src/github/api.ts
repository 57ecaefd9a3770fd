import type { GitRepository } from './git-repository.ts';
import type { StateFile } from './state.ts';

export interface Actor {
  readonly login: string;
  readonly type: 'Bot' | 'User';
  /** What its token may do in the repository's settings: an app by its permission "Administration", a person as an administrator. */
  readonly administration: Administration;
}

export type Administration = 'none' | 'read' | 'write';

/** What every handler works on. */
export interface Api {
  readonly repository: string;
  readonly url: string;
  readonly defaultBranch: string;
  readonly git: GitRepository;
  readonly state: StateFile;
  /** Largest page served. */
  readonly pageSize: number;
  readonly visibility: 'private' | 'public';
  /** What the repository's owner pays for: it decides which protection a private repository may have. */
  readonly plan: Plan;
  /** Users, and teams as `organization/team`, that may write to the repository. */
  readonly accounts: readonly string[];
  /** Now, as GitHub writes it: seconds, `Z`. */
  now(): string;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
  readonly actor: Actor;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON; a Buffer as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Plan = 'free' | 'team' | 'enterprise';

export type Handler = (api: Api, call: Call) => Reply | Promise<Reply>;

/** `'GET git/ref/*ref'`: below the repository; `:name` is one segment, `*name` all that are left. */
export type Routes = Readonly<Record<string, Handler>>;

/** An answer with GitHub's error body. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Refuses a token that may not read, or change, the settings of the repository: GITHUB_TOKEN never may. */
export function requireAdministration({ actor }: Call, needed: 'read' | 'write'): void {
  if (actor.administration === 'write' || actor.administration === needed) return;
  throw new ApiError(
    403,
    actor.type === 'Bot' ? 'Resource not accessible by integration' : 'Must have admin rights to Repository.',
  );
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** 422 as GitHub words it: one entry for each field that is wrong. */
export function invalid(resource: string, field: string, code: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, field, code }]);
}

/** 422 with GitHub's own sentence. */
export function refused(resource: string, message: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, code: 'custom', message }]);
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

export function numberParam(call: Call, name: string): number {
  const value = Number(param(call, name));
  if (!Number.isSafeInteger(value)) throw notFound();
  return value;
}

export function optionalText(call: Call, name: string): string | undefined {
  const value = call.body[name];
  return typeof value === 'string' ? value : undefined;
}

/** A required string of the body; GitHub answers 422 `missing_field` without it. */
export function requiredText(call: Call, resource: string, name: string): string {
  const value = optionalText(call, name);
  if (!value) throw invalid(resource, name, 'missing_field');
  return value;
}

const MAX_BODY_CHARACTERS = 65_536;

export function checkedBody(body: string): string {
  if (body.length <= MAX_BODY_CHARACTERS) return body;
  throw new ApiError(422, 'Validation Failed', [
    {
      resource: 'IssueComment',
      code: 'unprocessable',
      field: 'data',
      message: `Body is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`,
    },
  ]);
}

/** One page of a list with GitHub's `Link` header; `wrap` puts it into an object such as `{ total_count, workflow_runs }`. */
export function page<T>(api: Api, call: Call, items: readonly T[], wrap?: (page: readonly T[]) => unknown): Reply {
  const asked = positive(call.query.get('per_page'), 30);
  const size = Math.min(asked, api.pageSize);
  const current = positive(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const part = items.slice((current - 1) * size, current * size);
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    return `<${api.url}${call.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, 'prev')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
    ...(current > 1 ? [link(1, 'first')] : []),
  ];
  return {
    status: 200,
    body: wrap ? wrap(part) : part,
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  };
}

function positive(value: string | null, fallback: number): number {
  const parsed = Number(value);
  return Number.isSafeInteger(parsed) && parsed > 0 ? parsed : fallback;
}
