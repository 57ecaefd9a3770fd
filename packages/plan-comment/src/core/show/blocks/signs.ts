import { isNewRevision, type Kind, kindOf } from '../../judge/classify.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { type Html, html, type Markdown, md } from '../escape.ts';

/** What happens to something, on a line of a list and in the summary of a folded block. */
export interface Sign {
  readonly line: Markdown;
  readonly summary: Html;
}

const KEEP: Sign = { line: md`**= keep**`, summary: html`<b>= keep</b>` };
const SIGNS: Readonly<Record<Kind, Sign>> = {
  delete: { line: md`**− destroy**`, summary: html`<b>− destroy</b>` },
  replace: { line: md`**± replace**`, summary: html`<b>± replace</b>` },
  forget: { line: md`**⊘ forget**`, summary: html`<b>⊘ forget</b>` },
  other: { line: md`**? other**`, summary: html`<b>? other</b>` },
  // One tilde alone could strike out what follows.
  update: { line: md`**\\~ change**`, summary: html`<b>~ change</b>` },
  create: { line: md`**+ add**`, summary: html`<b>+ add</b>` },
  import: { line: md`**↓ import**`, summary: html`<b>↓ import</b>` },
  move: { line: md`**→ move**`, summary: html`<b>→ move</b>` },
  read: { line: md`**… read**`, summary: html`<b>… read</b>` },
  open: { line: md`**… open**`, summary: html`<b>… open</b>` },
  'no-op': KEEP,
};

const REVISION: Sign = { line: md`**± new revision**`, summary: html`<b>± new revision</b>` };

/** As Terraform says it of drift: nothing of this is planned, it is so already. */
const DRIFT: Partial<Readonly<Record<Kind, Sign>>> = {
  delete: { line: md`**− has been deleted**`, summary: html`<b>− has been deleted</b>` },
  create: { line: md`**+ has appeared**`, summary: html`<b>+ has appeared</b>` },
  move: { line: md`**→ has moved**`, summary: html`<b>→ has moved</b>` },
  update: { line: md`**\\~ has changed**`, summary: html`<b>~ has changed</b>` },
};

export const RUN: Sign = { line: md`**▷ run**`, summary: html`<b>▷ run</b>` };
export const LATER: Sign = { line: md`**▷ later**`, summary: html`<b>▷ later</b>` };

export function signOf(kind: Kind): Sign {
  return SIGNS[kind];
}

export function signOfChange(change: ResourceChange): Sign {
  return isNewRevision(change) ? REVISION : SIGNS[kindOf(change)];
}

export function signOfDrift(change: ResourceChange): Sign {
  return DRIFT[kindOf(change)] ?? SIGNS[kindOf(change)];
}
