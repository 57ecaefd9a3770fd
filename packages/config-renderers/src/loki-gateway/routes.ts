/** The uses of Loki's API. Being allowed one does not allow another. */
export type Use = 'push' | 'read' | 'tail' | 'delete' | 'ready';

export interface Route {
  readonly use: Use;
  /** Paths, as a regular expression. What it matches goes on to Loki, so it matches nothing that two could read differently. */
  readonly paths: string;
  readonly methods: readonly string[];
}

const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*';

const READS = [
  ...['query', 'query_range', 'labels', 'label', 'series', 'patterns', 'format_query'],
  ...['index/stats', 'index/volume', 'index/volume_range'],
  ...['detected_fields', 'detected_labels', 'status/buildinfo', 'drilldown-limits'],
  ...[`label/${LABEL}/values`, `detected_field/${LABEL}/values`],
];

/** Everything of Loki that can be reached from another task. What isn't here is closed, what a later Loki brings too. */
export const ROUTES: readonly Route[] = [
  { use: 'ready', paths: '/ready', methods: ['GET', 'HEAD'] },
  { use: 'push', paths: '/loki/api/v1/push', methods: ['POST'] },
  { use: 'read', paths: `/loki/api/v1/(${READS.join('|')})`, methods: ['GET', 'HEAD', 'POST'] },
  { use: 'tail', paths: '/loki/api/v1/tail', methods: ['GET'] },
];

/** Asking for deletions, listing and cancelling them: only where the environment wants it. */
export const DELETION: Route = {
  use: 'delete',
  paths: '/loki/api/v1/delete',
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
};
