import { shownAddress } from '@loki-adoption/secrets';
import { mayFollow } from '../core/address.ts';
import type { HttpAnswer, HttpRequest } from '../ports.ts';

/** A manifest may have 4 MiB; configurations of images are smaller. */
const LARGEST_BODY = 8 * 1024 * 1024;
const REDIRECTS = 5;

/** Sends a request within `timeoutMs`, body included. Redirects are followed here: credentials stay with the first host. */
export async function sendHttp(request: HttpRequest, timeoutMs = 15_000): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  let { url, headers } = request;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, {
      method: request.method,
      headers,
      ...(request.body !== undefined && { body: request.body }),
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return read(response, url);
    await response.body?.cancel();
    const target = URL.canParse(location, url) ? new URL(location, url).href : location;
    // A redirect to a storage service carries a signature that opens the blob.
    const shown = shownAddress(target);
    if (request.method !== 'GET') throw new Error(`it sends a ${request.method} elsewhere, to ${shown}`);
    if (!mayFollow(url, target)) throw new Error(`it sends us to ${shown}, which isn't encrypted`);
    if (redirects === REDIRECTS) throw new Error(`it sends us on more than ${REDIRECTS} times`);
    if (new URL(target).origin !== new URL(url).origin) {
      const { authorization: _, ...others } = headers;
      headers = others;
    }
    url = target;
  }
}

async function read(response: Response, url: string): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error(`the answer is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return {
    url,
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: Buffer.concat(chunks),
  };
}
