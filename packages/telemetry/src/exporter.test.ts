import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '@loki-adoption/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { ExporterError, scrapeExporter } from './exporter.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('scrapeExporter', () => {
  it('asks as the collectors do, for /metrics where no path is given', async () => {
    const asked: string[] = [];
    const address = await serve((request, response) => {
      asked.push(`${request.url} ${request.headers.accept?.split(';')[0]}`);
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end('# TYPE é counter\n');
    });
    expect(await scrapeExporter(address)).toEqual({
      url: `${address}/metrics`,
      contentType: 'text/plain; version=0.0.4',
      text: '# TYPE é counter\n',
    });
    await scrapeExporter(`${address}/other?x=1`);
    expect(asked).toEqual(['/metrics application/openmetrics-text', '/other?x=1 application/openmetrics-text']);
  });

  it('tells a refusal, a closed port, silence and a flood', async () => {
    const address = await serve((request, response) => {
      if (request.url === '/refused') response.writeHead(404).end();
      // An answer that begins, and never ends.
      else response.writeHead(200).write('x'.repeat(5000));
    });
    await expect(scrapeExporter(`${address}/refused`)).rejects.toThrow(/answers 404/);
    await expect(scrapeExporter(`${address}/silent`, { timeoutMs: 100 })).rejects.toThrow(/none within 0.1 s/);
    await expect(scrapeExporter(`${address}/flood`, { maxBytes: 4096 })).rejects.toThrow(/more than 4096 bytes/);
    // Port 1 is nobody's.
    const closed = scrapeExporter('http://127.0.0.1:1');
    await expect(closed).rejects.toThrow(ExporterError);
    await expect(closed).rejects.toThrow(/gives no answer: ./);
  });

  it('gives the reason of the connection, and keeps the cause', async () => {
    const lost = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9090') });
    const reasons = [
      [lost, 'connect ECONNREFUSED 127.0.0.1:9090'],
      [new Error('socket hang up'), 'socket hang up'],
      [new Error('outer', { cause: new Error('') }), 'outer'],
      ['a text', 'a text'],
    ] as const;
    for (const [thrown, reason] of reasons) {
      const fetch = () => Promise.reject(thrown);
      const error: unknown = await scrapeExporter('http://exporter:9090', { fetch }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ExporterError);
      expect((error as Error).message).toBe(`http://exporter:9090/metrics gives no answer: ${reason}`);
      expect((error as Error).cause).toBe(thrown);
    }
  });

  it('takes an answer of exactly the largest size, in pieces that cut a character', async () => {
    const bytes = Buffer.from('é'.repeat(8));
    const body = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
    const scrape = (maxBytes: number) =>
      scrapeExporter('http://exporter:9090', { fetch: async () => new Response(body()), maxBytes });
    expect(await scrape(bytes.length)).toEqual({
      url: 'http://exporter:9090/metrics',
      contentType: '',
      text: 'é'.repeat(8),
    });
    await expect(scrape(bytes.length - 1)).rejects.toThrow(
      /^http:\/\/exporter:9090\/metrics answers with more than 15 bytes\.$/,
    );
  });

  it('takes an answer without a body for one that says nothing', async () => {
    const fetch = async () => new Response(null, { status: 200 });
    expect((await scrapeExporter('http://exporter:9090', { fetch })).text).toBe('');
    await expect(
      scrapeExporter('http://exporter:9090', { fetch: async () => new Response(null, { status: 503 }) }),
    ).rejects.toThrow('http://exporter:9090/metrics answers 503. Name the address of the metrics, with its path.');
  });

  it.each(['localhost:9090', 'ftp://x', 'nonsense', 'xhttp://host', 'http-x://host'])('refuses %s', async (address) => {
    const refused = scrapeExporter(address);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.not.toThrow(ExporterError);
    await expect(refused).rejects.toThrow(
      `${JSON.stringify(address)} is no address: expected one such as http://localhost:9090/metrics.`,
    );
  });

  it.each(['http://user:secret@host/', 'http://user@host/', 'http://:secret@host/'])(
    'refuses %s without repeating it: it holds a secret',
    async (address) => {
      const refused: unknown = await scrapeExporter(address).catch((caught: unknown) => caught);
      expect(refused).toBeInstanceOf(UserError);
      expect((refused as Error).message).toMatch(/^The address holds a user or password/);
      expect((refused as Error).message).not.toContain('secret');
    },
  );
});
