/** What goes wrong with the next `times` requests that fit. */
export interface Fault {
  readonly method?: string;
  /** Tested against the path without the query, e.g. `/issues\/\d+\/comments$/`. */
  readonly path: RegExp;
  /** Default 1. */
  readonly times?: number;
  readonly effect:
    | { readonly status: number; readonly message?: string; readonly retryAfterSeconds?: number }
    | 'connection-reset';
  /** The request is carried out and only its answer is lost: what a retry has to survive. */
  readonly afterHandling?: boolean;
}

export interface FaultPlan {
  add(fault: Fault): void;
  /** The fault for this request, used up by one. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaultPlan(): FaultPlan {
  const planned: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      planned.push({ fault, left: fault.times ?? 1 });
    },
    take(method, path) {
      const found = planned.find(
        ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
      );
      if (!found) return undefined;
      found.left -= 1;
      return found.fault;
    },
  };
}
