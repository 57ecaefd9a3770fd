import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSimulator } from '@loki-adoption/ecs-simulator';
import { UserError } from '@loki-adoption/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from './gateway.ts';
import type { AwsRequest } from './validation/index.ts';

const ecs = createSimulator({ accountId: '1', region: 'eu-west-1', clock: Date.now, random: Math.random });
let moto: Server;
let gateway: Gateway;

beforeEach(async () => {
  moto = createServer(async (request, response) => {
    response.writeHead(207, { 'x-from': 'moto' });
    response.end(`${request.method} ${request.url} ${await text(request)}`);
  });
  await new Promise<void>((resolve) => moto.listen(0, '127.0.0.1', resolve));
  gateway = await startGateway(options(0));
});

afterEach(async () => {
  await gateway.stop();
  await new Promise((resolve) => moto.close(resolve));
});

function options(port: number) {
  const motoPort = (moto.address() as AddressInfo).port;
  const shown = () => ({ shown: true });
  const refused = { status: 409, contentType: 'text/xml', body: '<Error/>' };
  const check = {
    refusal({ service, method, body }: AwsRequest) {
      if (service === 'sns') throw new Error('a fault of the check');
      if (service === 's3' && method === 'PUT') return body === undefined ? undefined : { ...refused, body: `${body}` };
      return service === 'iam' && `${body}` === 'too much' ? refused : undefined;
    },
  };
  return { port, ecs, moto: { port: motoPort, logFile: '/logs/moto.log' }, check, state: shown, resources: shown };
}

function signedFor(service: string, target = ''): Record<string, string> {
  const scope = `AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host`;
  return { authorization: scope, 'x-amz-target': `AmazonEC2ContainerServiceV20141113.${target}` };
}

function post(headers: Record<string, string>, body: string, path = '/'): Promise<Response> {
  return fetch(`${gateway.url}${path}`, { method: 'POST', headers, body });
}

describe('the gateway', () => {
  it('sends what is signed for ECS to the simulator', async () => {
    const response = await post(signedFor('ecs', 'CreateCluster'), '{"clusterName":"c"}');
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ cluster: { clusterName: 'c', status: 'ACTIVE' } });
  });

  it('answers ECS errors in the JSON form of AWS', async () => {
    const unknown = await post(signedFor('ecs', 'ListTasks'), '{"cluster":"ghost"}');
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toEqual({ __type: 'ClusterNotFoundException', message: 'Cluster not found.' });
    const broken = await post(signedFor('ecs', 'ListTasks'), '{');
    expect([broken.status, await broken.json()]).toMatchObject([400, { __type: 'SerializationException' }]);
  });

  it('passes everything else through to moto, body, path and status', async () => {
    const response = await post(signedFor('s3'), 'x'.repeat(1_000_000), '/bucket/key?part=1');
    expect([response.status, response.headers.get('x-from')]).toEqual([207, 'moto']);
    const body = await response.text();
    expect(body).toHaveLength('POST /bucket/key?part=1 '.length + 1_000_000);
    expect(body.startsWith('POST /bucket/key?part=1 xxx')).toBe(true);
  });

  it('answers what AWS refuses itself, and gives moto the body that it has read of anything else', async () => {
    const refused = await post(signedFor('iam'), 'too much');
    expect([refused.status, refused.headers.get('content-type'), await refused.text()]).toEqual([
      409,
      'text/xml',
      '<Error/>',
    ]);
    expect(await (await post(signedFor('iam'), 'just enough')).text()).toBe('POST / just enough');
    const broken = await post(signedFor('sns'), 'x');
    expect([broken.status, await broken.text()]).toEqual([500, expect.stringContaining('a fault of the check')]);
  });

  it("reads what S3 is told of buckets and objects, and lets an object's content stream past", async () => {
    const put = async (path: string) => {
      const response = await fetch(`${gateway.url}${path}`, { method: 'PUT', headers: signedFor('s3'), body: 'x' });
      return [response.status, await response.text()];
    };
    for (const path of ['/bucket?policy', '/bucket/', '/bucket/key?tagging'])
      expect(await put(path)).toEqual([409, 'x']);
    for (const path of ['/bucket/key?x-id=PutObject', '/bucket/folder/key', '/bucket/key?partNumber=1&uploadId=2']) {
      expect(await put(path)).toEqual([207, `PUT ${path} x`]);
    }
  });

  it('reads the service of a presigned URL from its query', async () => {
    const query = (service: string) => `/?X-Amz-Credential=key%2F20260101%2Feu-west-1%2F${service}%2Faws4_request`;
    expect((await post({}, '', query('s3'))).status).toBe(207);
    expect(await (await post({}, '{}', query('ecs'))).json()).toMatchObject({ __type: 'InvalidAction' });
  });

  it('says 503 and where to look when moto is gone', async () => {
    await new Promise((resolve) => moto.close(resolve));
    const response = await post(signedFor('sts'), 'Action=GetCallerIdentity');
    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(/moto.*doesn't answer.*\/logs\/moto\.log/);
  });

  it('names a port that is in use', async () => {
    const taken = Number(new URL(gateway.url).port);
    const second = startGateway(options(taken));
    await expect(second).rejects.toThrow(UserError);
    await expect(second).rejects.toThrow(`Port ${taken} of 127.0.0.1 is in use`);
  });

  it('plants, lists and clears faults', async () => {
    const faults = `${gateway.url}/_sandbox/faults`;
    const planted = await fetch(faults, { method: 'POST', body: '{"id":"f1","kind":"stall"}' });
    expect(await planted.json()).toEqual({ id: 'f1', kind: 'stall' });
    expect(await (await fetch(faults)).json()).toEqual({ faults: [{ id: 'f1', kind: 'stall' }] });
    expect(await (await fetch(`${faults}/f1`, { method: 'DELETE' })).json()).toEqual({ removed: 1 });
    const wrong = await fetch(faults, { method: 'POST', body: '{"kind":"flood"}' });
    expect([wrong.status, await wrong.text()]).toMatchObject([400, expect.stringContaining('crash-at-start')]);
    expect((await fetch(`${gateway.url}/_sandbox/nothing`)).status).toBe(404);
    expect(await (await fetch(`${gateway.url}/_sandbox/state`)).json()).toEqual({ shown: true });
  });
});
