import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';

/** Follows a container's log as Alloy does, and can be held up. */
export async function followLog(container: string): Promise<HeldReader> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const path = `/v1.41/containers/${container}/logs?follow=1&stdout=1`;
    request({ socketPath: '/var/run/docker.sock', path }, resolve).on('error', reject).end();
  });
  const seen = new Set<string>();
  let rest = '';
  let lastAt = Date.now();
  response.setEncoding('latin1').on('data', (chunk: string) => {
    lastAt = Date.now();
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) seen.add(/"id":"(\w+)"/.exec(line)?.[1] ?? line);
  });
  return {
    seen,
    hold: () => void response.pause(),
    release: () => {
      lastAt = Date.now();
      response.resume();
    },
    quietFor: () => Date.now() - lastAt,
    close: () => void response.destroy(),
  };
}

export interface HeldReader {
  /** The `id` of each line. */
  readonly seen: ReadonlySet<string>;
  hold(): void;
  release(): void;
  /** Milliseconds since something came. */
  quietFor(): number;
  close(): void;
}
