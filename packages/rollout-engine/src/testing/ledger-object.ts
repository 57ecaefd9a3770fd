/** One accepted write. `over`: the ETag that it was written over; absent for the first. */
export interface Version {
  readonly body: string;
  readonly etag: string;
  readonly over: string | undefined;
}

/** The ledger's object in the bucket: S3 with conditional writes, and all its versions. */
export interface LedgerObject {
  readonly stored: () => Version | undefined;
  /** Writes over the version that `etag` names, or only where nothing is. */
  readonly write: (body: string, etag: string | undefined) => 'written' | 'conflict';
  /** The next writes are answered as if another one were under way at the same moment, and change nothing. */
  readonly conflict: (times: number) => void;
  readonly versions: () => readonly Version[];
}

export function createLedgerObject(): LedgerObject {
  const versions: Version[] = [];
  let conflicts = 0;
  return {
    stored: () => versions.at(-1),
    write(body, etag) {
      if (conflicts > 0) {
        conflicts -= 1;
        return 'conflict';
      }
      if (versions.at(-1)?.etag !== etag) return 'conflict';
      versions.push({ body, etag: `"${versions.length + 1}"`, over: etag });
      return 'written';
    },
    conflict(times) {
      conflicts += times;
    },
    versions: () => versions,
  };
}
