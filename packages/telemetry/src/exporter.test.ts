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

  it.each(['localhost:9090', 'ftp://x', 'nonsense', 'http://user:pass@host/'])('refuses %s', async (address) => {
    const refused = scrapeExporter(address);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.not.toThrow(ExporterError);
  });
});
