import { child, isObject, items, type Json, parseJson, text } from '../read/json.ts';

/** What desired state says of a service, in the order in which the rollout moves them. */
export interface MovingService {
  readonly service: string;
  /** From 1. */
  readonly wave: number;
  /** How many services of its wave move at once, at most. */
  readonly parallel: number;
  /** Tasks that are replaced by others of the new revision. */
  readonly tasks: number;
  /** How long the gates watch before the bake begins, and the bake itself. Seconds. */
  readonly windowSeconds: number;
  readonly bakeSeconds: number;
  /** What moves: `adot to alloy`. Earlier moves of the same kind are compared with. */
  readonly kind: string;
  /** Names of the capacity providers that its tasks leave and go to, where they are others: it moves even on the revision that it runs. */
  readonly capacity: { readonly from: string; readonly to: string } | undefined;
}

export interface EarlierMove {
  readonly service: string;
  readonly kind: string;
  readonly outcome: 'promoted' | 'rolled-back';
  /** From its beginning to that outcome. */
  readonly seconds: number;
}

/** What the ledger says about earlier moves; `undefined` where nobody asked it. */
export type History =
  | { readonly status: 'read'; readonly moves: readonly EarlierMove[] }
  | { readonly status: 'unreadable'; readonly why: string };

export interface Consequences {
  /** Why the deploy would refuse this after the merge, as the ledger stands now. */
  readonly refusal: string | undefined;
  /** Why no plan came. */
  readonly failure: string | undefined;
  /** Why nobody can say what the environment was before. */
  readonly incomparable: string | undefined;
  readonly services: readonly MovingService[];
  readonly history: History | undefined;
}

/** What a consequences file says, or why it can't be read. */
export type ReadConsequences = Consequences | { readonly problem: string };

/** Reads a consequences file, schema 1. An unknown schema or shape is an error in words. */
export function parseConsequences(content: string): ReadConsequences {
  let document: Json;
  try {
    document = parseJson(content);
  } catch {
    return { problem: 'the file is not JSON' };
  }
  const schema = child(document, 'schema');
  if (schema !== 1)
    return { problem: `the file has the schema ${JSON.stringify(schema ?? null).slice(0, 20)}, 1 is understood` };
  const services = items(child(document, 'services')).map(serviceOf);
  if (services.some((each) => each === undefined))
    return { problem: 'a service in the file lacks a field or has it in another form' };
  const refusal = text(child(document, 'refusal')) || undefined;
  const incomparable = text(child(document, 'incomparable')) || undefined;
  const failure = text(child(document, 'failure')) || undefined;
  const history = historyOf(child(document, 'history'));
  return { refusal, failure, incomparable, services: services as MovingService[], history };
}

function serviceOf(entry: Json): MovingService | undefined {
  const [service, kind] = [text(child(entry, 'service')), text(child(entry, 'kind'))];
  const [wave, tasks, windowSeconds, bakeSeconds] = ['wave', 'tasks', 'windowSeconds', 'bakeSeconds'].map((name) =>
    countOf(child(entry, name)),
  );
  if (service === undefined || kind === undefined) return undefined;
  if (wave === undefined || tasks === undefined || windowSeconds === undefined || bakeSeconds === undefined)
    return undefined;
  const parallel = Math.max(1, countOf(child(entry, 'parallel')) ?? 1);
  return {
    service,
    kind,
    wave,
    parallel,
    tasks,
    windowSeconds,
    bakeSeconds,
    capacity: capacityOf(child(entry, 'capacity')),
  };
}

function capacityOf(capacity: Json | undefined): MovingService['capacity'] {
  const [from, to] = [text(child(capacity, 'from')), text(child(capacity, 'to'))];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function historyOf(history: Json | undefined): History | undefined {
  if (!isObject(history)) return undefined;
  if (history['status'] !== 'read')
    return { status: 'unreadable', why: text(history['why']) ?? 'the ledger couldn’t be read' };
  const moves = items(history['moves']).flatMap((entry): EarlierMove[] => {
    const [service, kind, outcome] = ['service', 'kind', 'outcome'].map((name) => text(child(entry, name)));
    const seconds = countOf(child(entry, 'seconds'));
    if (service === undefined || kind === undefined || seconds === undefined) return [];
    return outcome === 'promoted' || outcome === 'rolled-back' ? [{ service, kind, outcome, seconds }] : [];
  });
  return { status: 'read', moves };
}

function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export interface Forecast extends MovingService {
  /** Seconds from the beginning of the rollout to its promotion, were there nothing to wait for but windows and bakes. */
  readonly earliestSeconds: number;
  readonly past: Past | undefined;
}

/** What moves of this kind took before, of this service. */
export interface Past {
  readonly promoted: number;
  readonly rolledBack: number;
  /** Seconds that those took that were promoted; `undefined` where there are none. */
  readonly median: number | undefined;
  /** The range without the fastest and the slowest twentieth; `undefined` below three. */
  readonly range: readonly [number, number] | undefined;
}

/** What follows for the services that move: wave by wave, as many of a wave at once as it allows. */
export function forecast({ services, history }: Consequences, moving: ReadonlySet<string>): Forecast[] {
  let wave = 0;
  /** When each of those that may move at once is free for the next service of the wave. */
  let free: number[] = [];
  return services
    .filter(({ service, capacity }) => moving.has(service) || capacity !== undefined)
    .map((each) => {
      if (each.wave !== wave) {
        free = Array.from({ length: each.parallel }, () => Math.max(0, ...free));
        wave = each.wave;
      }
      const begins = Math.min(...free);
      const earliestSeconds = begins + each.windowSeconds + each.bakeSeconds;
      free[free.indexOf(begins)] = earliestSeconds;
      return { ...each, earliestSeconds, past: pastOf(each, history) };
    });
}

function pastOf({ service, kind }: MovingService, history: History | undefined): Past | undefined {
  if (history?.status !== 'read') return undefined;
  const moves = history.moves.filter((move) => move.service === service && move.kind === kind);
  const times = moves.filter(({ outcome }) => outcome === 'promoted').map(({ seconds }) => seconds);
  const sorted = times.sort((a, b) => a - b);
  return {
    promoted: sorted.length,
    rolledBack: moves.length - sorted.length,
    median: sorted.length === 0 ? undefined : quantile(sorted, 0.5),
    range: sorted.length < 3 ? undefined : [quantile(sorted, 0.05), quantile(sorted, 0.95)],
  };
}

/** Between the two nearest values, in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
