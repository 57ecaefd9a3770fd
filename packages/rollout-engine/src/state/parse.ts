import { UserError } from '@loki-adoption/errors';
import * as z from 'zod';
import { type Ledger, ledgerSchema, SCHEMA_VERSION } from './ledger.ts';
import { fromVersion1 } from './migrate.ts';

/**
 * Reads a ledger, and brings an older one up to date in memory. A newer schema, damage, or another environment's ledger is refused before
 * anything is written.
 */
export function parseLedger(text: string, environment: string): Ledger {
  const value = parseObject(text);
  const version = value['schemaVersion'];
  const current = upToDate(value, version);
  if (current === undefined) {
    throw new UserError(
      `The ledger of ${environment} has schema version ${JSON.stringify(version)}, and this release knows ${SCHEMA_VERSION} and older: ` +
        'use the release that wrote it, or a newer one.',
    );
  }
  const owner = value['environment'];
  if (owner !== environment) {
    throw new UserError(
      `The ledger belongs to ${JSON.stringify(owner)}, not to ${environment}: two environments share a state key. ` +
        'Give each its own state.key.',
    );
  }
  const parsed = ledgerSchema.safeParse(current);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error).replace(/\s+/g, ' ').slice(0, 300);
  throw new UserError(
    `The ledger of ${environment} is damaged: ${faults}. Restore an earlier version of the object from the state bucket.`,
  );
}

/** `undefined` for a version that this release doesn't know. All that version 2 has, version 3 has too. */
function upToDate(value: Record<string, unknown>, version: unknown): unknown {
  if (version === 1) return fromVersion1(value);
  if (version === 2) return { ...value, schemaVersion: SCHEMA_VERSION };
  return version === SCHEMA_VERSION ? value : undefined;
}

export function serializeLedger(ledger: Ledger): string {
  return `${JSON.stringify(ledger, null, 2)}\n`;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through: neither is a ledger.
  }
  throw new UserError("The ledger isn't a JSON object: restore an earlier version of it from the state bucket.");
}
