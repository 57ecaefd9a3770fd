import { ServiceError } from '@loki-adoption/errors';

/** Who is called. */
export type Server = 'ECS' | 'S3' | 'Loki';

/**
 * `request`: the call never arrives. `answer`: it takes effect, and the caller doesn't learn of it. `repeated`: its first answer is lost, and
 * the client library sends it again by itself. `refused`: the server refuses in a way that no repetition changes.
 */
export type Loss = 'request' | 'answer' | 'repeated' | 'refused';

export interface Drop {
  readonly to: Server;
  /** ECS: the API action; S3: `read` or `write`; Loki: `look`. All calls when absent. */
  readonly call?: string;
  readonly lose: Loss;
  /** How many calls; all until `heal` when absent. */
  readonly times?: number;
}

/** What lies between a run and the servers that it calls, and loses what a test says. */
export interface Network {
  readonly drop: (drop: Drop) => void;
  /** Everything arrives again, or everything for one server. */
  readonly heal: (to?: Server) => void;
  /** Whether this call is lost, and how; counts it. */
  readonly lossOf: (to: Server, call: string) => Loss | undefined;
}

export function createNetwork(): Network {
  let drops: readonly Drop[] = [];
  return {
    drop(drop) {
      drops = [...drops, drop];
    },
    heal(to) {
      drops = to === undefined ? [] : drops.filter((drop) => drop.to !== to);
    },
    lossOf(to, call) {
      const found = drops.find((drop) => drop.to === to && (drop.call ?? call) === call);
      if (!found) return undefined;
      drops = drops.flatMap((drop) => {
        if (drop !== found || drop.times === undefined) return [drop];
        return drop.times > 1 ? [{ ...drop, times: drop.times - 1 }] : [];
      });
      return found.lose;
    },
  };
}

/** What the caller is given in place of an answer, in the words of the real clients. */
export function lost(to: Server, call: string, loss: Exclude<Loss, 'repeated'>): ServiceError {
  if (loss === 'refused') return new ServiceError(to, false, `${to} ${call} failed with AccessDenied: not authorized`);
  return new ServiceError(to, true, `${to} ${call} failed with ECONNRESET: socket hang up`);
}
