import type { Api, Call, Reply } from './api.ts';

/** The two mutations that have no REST counterpart: hiding a comment and showing it again. Anything else is refused by name. */
export function handleGraphql(api: Api, call: Call): Reply {
  const query = String(call.body['query'] ?? '');
  const mutation = /\b((?:un)?minimizeComment)\s*\(/.exec(query)?.[1];
  if (mutation === undefined) {
    return graphqlError('UNSUPPORTED', 'The sandbox knows the mutations minimizeComment and unminimizeComment only.');
  }
  const subject = argument(query, call, 'subjectId');
  const comment = api.state.data.comments.find(({ id }) => subject === `IC_${id}`);
  if (!comment) return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${subject}'`);
  if (mutation === 'minimizeComment') {
    comment.minimizedReason = (argument(query, call, 'classifier') ?? 'OUTDATED').toLowerCase();
  } else delete comment.minimizedReason;
  api.state.save();
  const minimizedReason = comment.minimizedReason ?? null;
  const isMinimized = minimizedReason !== null;
  const field = isMinimized ? 'minimizedComment' : 'unminimizedComment';
  return { status: 200, body: { data: { [mutation]: { [field]: { isMinimized, minimizedReason } } } } };
}

/** An input field, written in the query, behind a variable, or in a variable that is the whole input. */
function argument(query: string, call: Call, field: string): string | undefined {
  const variables = (call.body['variables'] ?? {}) as Record<string, unknown>;
  const written = new RegExp(`${field}\\s*:\\s*(?:\\$(\\w+)|"([^"]*)"|(\\w+))`).exec(query);
  const whole = /\binput\s*:\s*\$(\w+)/.exec(query)?.[1] ?? 'input';
  const input = variables[whole] as Record<string, unknown> | undefined;
  const value = written?.[1] ? variables[written[1]] : (written?.[2] ?? written?.[3] ?? input?.[field]);
  return typeof value === 'string' ? value : undefined;
}

/** GraphQL answers errors with status 200. */
function graphqlError(type: string, message: string): Reply {
  return { status: 200, body: { data: null, errors: [{ type, message }] } };
}
