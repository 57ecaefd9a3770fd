import type { Handler, Routes } from './api.ts';

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: Handler;
}

export interface Match {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the handler of `method` and a path below the repository; the first route that fits wins. */
export function createRouter(groups: readonly Routes[]): (method: string, path: string) => Match | undefined {
  const routes: Route[] = groups.flatMap((group) =>
    Object.entries(group).map(([key, handler]) => {
      const [method = '', pattern = ''] = key.split(' ');
      return { method, segments: pattern.split('/').filter(Boolean), handler };
    }),
  );
  return (method, path) => {
    // Octokit escapes the slashes of a ref, curl users don't: both must fit.
    const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
    for (const route of routes) {
      if (route.method !== method) continue;
      const params = matchSegments(route.segments, segments);
      if (params) return { handler: route.handler, params };
    }
    return undefined;
  };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('*')) {
      params[part.slice(1)] = segments.slice(index).join('/');
      return params;
    }
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return pattern.length === segments.length ? params : undefined;
}
