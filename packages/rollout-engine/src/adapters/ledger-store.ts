import { createObjectStore } from '@loki-adoption/aws-kit';
import { ledgerKey } from '@loki-adoption/environment';
import type { LedgerStore } from '../ports.ts';

/** The ledger in the state bucket; each write is conditional on the version that was read. */
export function liveLedgerStore(region: string, state: { bucket: string; key: string }): LedgerStore {
  const store = createObjectStore({ region, bucket: state.bucket });
  const key = ledgerKey(state.key);
  return {
    read: () => store.getObject(key),
    write: (body, etag) => store.putObject(key, body, etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag }),
  };
}
