import { EventEmitter } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConnectionError, request } from './request.ts';

/** As Node's client says that a certificate is not of the host that was asked. */
vi.mock('node:https', () => ({
  request: () => {
    const asked = new EventEmitter();
    const error = Object.assign(new Error('not in the altnames'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    return Object.assign(asked, { end: () => void asked.emit('error', error) });
  },
}));

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const GET = { method: 'GET', headers: { authorization: 'token t' }, timeoutMs: 5000 };

test('sends method, headers and body, and gives status, headers and text', async () => {
  const url = await serve(async (asked, answer) => {
    let body = '';
    for await (const chunk of asked) body += chunk;
    answer.writeHead(201, { Link: '<next>' }).end(`${asked.method} ${asked.headers.authorization} ${body} é`);
  });
  const answer = await request(`${url}/x?y=1`, { ...GET, method: 'POST', body: '{"é":1}' });
  expect(answer).toMatchObject({ status: 201, headers: { link: '<next>' }, text: 'POST token t {"é":1} é' });
});

test('reads what is compressed', async () => {
  const url = await serve((asked, answer) => {
    expect(asked.headers['accept-encoding']).toBe('gzip');
    answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
  });
  expect((await request(url, GET)).text).toBe('x'.repeat(100_000));
});

describe('redirects', () => {
  const redirecting = (status: number, location: string) =>
    serve((asked, answer) => {
      if (asked.url === '/new') answer.end(`${asked.method} ${asked.headers.authorization}`);
      else answer.writeHead(status, { location }).end('moved');
    });

  test.each([
    [301, 'GET', 'GET token t'],
    [302, 'GET', 'GET token t'],
    [307, 'GET', 'GET token t'],
    [307, 'PATCH', 'PATCH token t'],
    [308, 'POST', 'POST token t'],
    [301, 'POST', 'moved'],
    [304, 'GET', ''],
  ])('%i of %s', async (status, method, text) => {
    const url = await redirecting(status, '/new');
    expect((await request(`${url}/old`, { ...GET, method })).text).toBe(text);
  });

  test('lead to another server without the token', async () => {
    const other = await redirecting(302, '/new');
    const url = await redirecting(307, `${other}/new`);
    expect((await request(`${url}/old`, GET)).text).toBe('GET undefined');
  });

  test('in a circle end', async () => {
    const url = await redirecting(302, '/old');
    expect((await request(`${url}/old`, GET)).status).toBe(302);
  });
});

describe('no answer', () => {
  test.each<[string, RequestListener, string]>([
    ['a connection that is closed', (_, answer) => void answer.socket?.destroy(), 'no answer (ECONNRESET)'],
    [
      'half of an answer',
      (_, answer) => {
        answer.writeHead(200, { 'content-length': '10' }).write('half');
        setTimeout(() => answer.socket?.destroy(), 20);
      },
      'no answer (ECONNRESET)',
    ],
    ['silence', () => {}, 'no answer within 0.2 s'],
    ['half, then silence', (_, answer) => void answer.write('half'), 'no answer within 0.2 s'],
  ])('%s', async (_, listener, message) => {
    const error = await request(await serve(listener), { ...GET, timeoutMs: 200 }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain(message);
  });

  test("a certificate of another host, which has an ERR_ for its code as Node's bugs do", async () => {
    await expect(request('https://github.test/', GET)).rejects.toThrow(
      new ConnectionError('no answer (ERR_TLS_CERT_ALTNAME_INVALID)'),
    );
  });

  test('nobody listens', async () => {
    await expect(request('http://127.0.0.1:1/', GET)).rejects.toThrow(new ConnectionError('no answer (ECONNREFUSED)'));
  });

  test('a mistake of ours is none of these', async () => {
    await expect(request('nowhere', GET)).rejects.toThrow(TypeError);
    const headers = { x: 'a\nb' };
    await expect(request('http://127.0.0.1:1/', { ...GET, headers })).rejects.not.toThrow(ConnectionError);
  });
});
