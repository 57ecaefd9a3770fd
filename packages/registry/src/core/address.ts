/** Base URL of a registry's API. Plain HTTP is for registries on this machine only, as Docker has it. */
export function registryUrl(host: string): string {
  const plain = `http://${host}`;
  return isLoopback(plain) ? plain : `https://${host}`;
}

/** Whether a registry may send us there, for a token or the bytes of a blob: never from the network to plain HTTP. */
export function mayFollow(from: string, to: string): boolean {
  if (!URL.canParse(to)) return false;
  const { protocol } = new URL(to);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(to) && isLoopback(from));
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
