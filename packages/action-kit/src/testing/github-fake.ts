import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeComment {
  id: number;
  body: string;
  user: { login: string; type: string };
  html_url: string;
}

export interface FakeIssue {
  number: number;
  title: string;
  body: string;
  user: { login: string };
  html_url: string;
}

/** One planned answer instead of the real one; `applied` does the work and then fails, as when a proxy gives up. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly applied?: boolean;
}

/** Comments of one pull request and issues of one repository, on 127.0.0.1. */
export class GitHubFake implements AsyncDisposable {
  readonly comments: FakeComment[] = [];
  readonly issues: FakeIssue[] = [];
  readonly faults: Fault[] = [];
  readonly requests: string[] = [];
  login = 'github-actions[bot]';
  pageSize = 100;
  /** Called once, after the next list of comments has been answered: another job writing in between. */
  afterList: (() => void) | undefined;
  #nextId = 1000;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<GitHubFake> {
    const fake = new GitHubFake();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  addComment(body: string, login = this.login): FakeComment {
    const id = this.#nextId++;
    const comment = { id, body, user: { login, type: 'Bot' }, html_url: `https://github.test/c/${id}` };
    this.comments.push(comment);
    return comment;
  }

  addIssue(title: string, body: string, login = this.login): FakeIssue {
    const number = this.#nextId++;
    const issue = { number, title, body, user: { login }, html_url: `https://github.test/i/${number}` };
    this.issues.push(issue);
    return issue;
  }

  writes(): string[] {
    return this.requests.filter((line) => !line.startsWith('GET'));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? '';
    this.requests.push(`${method} ${url.pathname}`);
    const index = this.faults.findIndex((fault) => fault.method === method && fault.path.test(url.pathname));
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault && !fault.applied)
      return send(response, fault.status, { message: fault.message ?? 'planned' }, fault.headers);
    const result = this.#route(method, url, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>));
    if (fault) return send(response, fault.status, { message: 'planned' });
    send(response, result.status, result.data, result.headers);
    if (method === 'GET' && url.pathname.endsWith('/comments')) {
      const hook = this.afterList;
      this.afterList = undefined;
      hook?.();
    }
  }

  #route(method: string, url: URL, body: Record<string, unknown>): Answer {
    const [, resource = '', id] =
      /^\/repos\/o\/r\/(issues\/comments|issues\/7\/comments|issues|pulls)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
    const key = `${method} ${resource}`;
    if (key === 'GET issues/7/comments') return this.#page(url, this.comments);
    if (key === 'POST issues/7/comments') return { status: 201, data: this.addComment(String(body['body'])) };
    if (key === 'POST issues') return { status: 201, data: this.addIssue(String(body['title']), String(body['body'])) };
    const { comments } = this;
    const found = resource === 'issues/comments' ? comments.find((each) => each.id === Number(id)) : undefined;
    if (!found) return { status: 404, data: { message: 'Not Found' } };
    if (method === 'DELETE') comments.splice(comments.indexOf(found), 1);
    return { status: method === 'DELETE' ? 204 : 200, data: method === 'DELETE' ? '' : Object.assign(found, body) };
  }

  #page(url: URL, items: readonly object[]): Answer {
    const page = Number(url.searchParams.get('page') ?? 1);
    const size = Math.min(this.pageSize, Number(url.searchParams.get('per_page') ?? 30));
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const link = page * size < items.length ? { link: `<${next}>; rel="next"` } : {};
    return { status: 200, data: items.slice((page - 1) * size, page * size), headers: link };
  }
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(
  response: ServerResponse,
  status: number,
  data: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(status === 204 ? '' : JSON.stringify(data));
}
