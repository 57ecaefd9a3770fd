import { HIDDEN, scrubbed } from './detect.ts';

/** An address for a message: without user, password, fragment, and the values of its query. */
export function shownAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.host) return scrubbed(address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, `$1${HIDDEN}@`));
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=${HIDDEN}`).join('&');
  const user = url.username !== '' || url.password !== '' ? `${HIDDEN}@` : '';
  const origin = `${url.protocol}//${user}${url.host}`;
  const path = url.pathname === '/' && !address.replace(/[?#].*$/s, '').endsWith('/') ? '' : url.pathname;
  return `${origin}${path}${query === '' ? '' : `?${query}`}`;
}
