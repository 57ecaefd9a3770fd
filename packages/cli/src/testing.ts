import { cpSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from '@stricli/core';
import { afterEach, beforeEach, vi } from 'vitest';
import { app } from './app.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** A checkout with nothing but desired state, for tests. */
export function copyDesiredState(folder: string): void {
  cpSync(join(REPOSITORY, 'environments'), join(folder, 'environments'), { recursive: true });
  mkdirSync(join(folder, 'terraform/stack'), { recursive: true });
}

/** What the server was asked: a method, and the text that came with it. */
interface Asked {
  readonly method: string;
  readonly sent: string;
}

/** For each test of a file an AWS on 127.0.0.1 that gives `answer` to every call. Stubbed variables end with the test. */
export function useAwsServer(
  answer: (asked: Asked) => { status: number; body: string; headers?: Record<string, string> },
): void {
  let server: Server;

  beforeEach(async () => {
    server = createServer(async (request, response) => {
      const { status, body, headers } = answer({ method: request.method ?? '', sent: await text(request) });
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** Runs the command line in this process, in another checkout; `at.env` is all it knows of the environment. */
export async function adopt(at: string | { root: string; env: NodeJS.ProcessEnv }, ...args: string[]) {
  const { root, env } = typeof at === 'string' ? { root: at, env: {} } : at;
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({
    write(text: string) {
      output[name] += text;
    },
  });
  const process = { stdout: stream('stdout'), stderr: stream('stderr'), exitCode: null as number | string | null };
  // The streams of a terminal have more than these; no command asks for it.
  await run(app, args, { process, env, root } as unknown as Context);
  return { ...output, code: exitCodeOf(process.exitCode) };
}
