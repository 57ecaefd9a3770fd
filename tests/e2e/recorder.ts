import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedService } from '../../packages/sandbox/src/aws/gateway.ts';

/** Names that requests are signed for, where IAM calls the service something else. */
const IAM_PREFIX: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/**
 * Passes requests on to a local AWS and notes what was asked for, as IAM names it: `ecs:CreateService`. Services with paths
 * instead of action names (S3, Prometheus) aren't noted.
 */
export async function startRecorder(target: string) {
  const actions = new Set<string>();
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const action = actionOf(incoming, body);
    if (action !== undefined) actions.add(action);
    const { host: _, ...headers } = incoming.headers;
    const outgoing = httpRequest(`${target}${incoming.url}`, { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', (error) => response.destroy(error));
    outgoing.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** What was asked for while something ran. */
    async during<T>(run: () => Promise<T>): Promise<{ result: T; asked: string[] }> {
      const before = [...actions];
      actions.clear();
      const result = await run();
      const asked = [...actions];
      for (const action of before) actions.add(action);
      return { result, asked };
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function actionOf(request: IncomingMessage, body: Buffer): string | undefined {
  const service = signedService(request);
  const target = request.headers['x-amz-target'];
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const action =
    target === undefined
      ? isForm && new URLSearchParams(body.toString()).get('Action')
      : String(target).split('.').at(-1);
  return service && action ? `${IAM_PREFIX[service] ?? service}:${action}` : undefined;
}
