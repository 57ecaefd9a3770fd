import type { Json } from '../read/json.ts';
import type { Path } from '../read/plan.ts';
import type { Clean } from '../secrets/clean.ts';

/** What changes in one resource, as lines of a diff (`+`, `-`, `!` for a remark, a space for context). */
export interface AttributeDiff {
  readonly lines: readonly Clean[];
  /** Top-level attributes that change. */
  readonly attributes: readonly Clean[];
  /** Attributes that nothing says more of than that they get their value later. */
  readonly computed: readonly Clean[];
  /** Places where only one kind of nothing becomes another: null, `""`, `[]`, `{}`. Always empty unless it is brief. */
  readonly empties: readonly Clean[];
}

/** What a comment leaves to the full text. */
export interface Brief {
  /** Attributes that the configuration gives: that others of a new object come later is no news. */
  readonly configured: ReadonlySet<string> | undefined;
  /** Words for where the comment shows this change of a long text already. */
  readonly shownElsewhere: (diff: readonly Clean[]) => Clean | undefined;
}

export interface DiffInput {
  /** Type of the resource, empty for anything else: it says which lists are sets. */
  readonly type: string;
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  readonly replacePaths: readonly Path[];
  /** A new object: empty values say nothing and are left out. */
  readonly isWhole: boolean;
  /** A replaced object: everything computed changes, which isn't worth a line. */
  readonly isReplaced: boolean;
  /** `undefined` tells everything. */
  readonly brief?: Brief | undefined;
}
