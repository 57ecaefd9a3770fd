import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { type Answer, apiModels, createRequestCheck } from '../index.ts';

const python = join(import.meta.dirname, '../../../../../../.sandbox/venv/bin/python');

/** Tests that hold requests against the API models in botocore. */
export function describeRequests(name: string, tests: () => void): void {
  const reason = existsSync(python) ? '' : ' (SKIPPED: no .sandbox/venv with python/requirements.txt)';
  describe.skipIf(reason !== '')(`${name}${reason}`, tests);
}

export type Values = Readonly<Record<string, unknown>>;

/** Sends requests as clients put them on the wire, to a check of its own; the answer is `accepted` or `<status> <code>: <message>`. */
export function wire() {
  const check = createRequestCheck(apiModels(python));
  const send = (
    service: string,
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ) =>
    shown(check.refusal({ service, method, url, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) }));
  return {
    unknownWrites: check.unknownWrites,
    send,
    json: (service: string, action: string, input: unknown) =>
      send(service, 'POST', '/', { 'x-amz-target': `Target_20140328.${action}` }, JSON.stringify(input)),
    /** Names as the form has them: `Tags.member.1.Key`. */
    form(service: string, Action: string, fields: Readonly<Record<string, string | number>>) {
      const values = new URLSearchParams({ Action });
      for (const [name, value] of Object.entries(fields)) values.set(name, String(value));
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      return send(service, 'POST', '/', headers, values.toString());
    },
    s3: (method: string, url: string, body?: string, headers: Readonly<Record<string, string>> = CHECKSUM) =>
      send('s3', method, url, headers, body),
  };
}

const CHECKSUM = { 'x-amz-checksum-crc32': 'FrsL1A==' };

function shown(answer: Answer | undefined): string {
  if (answer === undefined) return 'accepted';
  const { status, body } = answer;
  if (body.startsWith('{')) {
    const { __type: code, message } = JSON.parse(body) as { __type: string; message: string };
    return `${status} ${code}: ${message}`;
  }
  return `${status} ${body.match(/<Code>(.*)<\/Code>/)?.[1]}: ${body.match(/<Message>([\s\S]*)<\/Message>/)?.[1]}`;
}
