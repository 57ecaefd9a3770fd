import type { Plan } from '../read/plan.ts';
import { fromSource } from '../secrets/clean.ts';
import type { CommentInput } from './comment-input.ts';
import { code, comment, join, link, type Markdown, md, sub, text } from './escape.ts';
import { shortCommit } from './short-commit.ts';

export interface FooterFacts {
  readonly fingerprint: string;
  readonly secrets: number;
  readonly shown: number;
  readonly changed: number;
  readonly isErrored: boolean;
}

/** Where the comment comes from; its last line carries the fingerprint for a later comparison. */
export function footer(input: CommentInput, facts: FooterFacts): Markdown {
  const { fingerprint, secrets, isErrored } = facts;
  const commit = input.commit === undefined ? [] : [md`Plan of ${code(shortCommit(input.commit))}`];
  const parts = [
    ...commit,
    ...versionsOf(input.plans),
    ...(isErrored ? [] : [md`fingerprint ${code(fromSource(fingerprint.slice(0, 12)))}`]),
    ...(secrets === 0 ? [] : [secrets === 1 ? md`1 sensitive value masked` : md`${secrets} sensitive values masked`]),
    ...(facts.changed > 0 && !isErrored ? [shownOf(facts)] : []),
  ];
  const line = sub(md`${join(parts, md` · `)}${runLink(input)}`);
  return isErrored ? md`${line}\n` : md`${line}\n${comment(`loki-adoption:fingerprint ${fingerprint}`)}\n`;
}

function versionsOf(plans: readonly Plan[]): Markdown[] {
  const versions = new Set(plans.map((plan) => plan.terraformVersion).filter((version) => version !== undefined));
  if (versions.size === 0) return [];
  return [md`Terraform ${text(fromSource([...versions].slice(0, 3).join(', ').slice(0, 60)))}`];
}

/** The link alone is no reason to write the same comment again. */
function runLink({ run }: CommentInput): Markdown {
  if (run === undefined) return md``;
  return md`${comment('volatile')} · ${link(md`run ${run.number}`, run.url)}${comment('/volatile')}`;
}

/** The fingerprint that a comment ends with. Text of a plan can't stand there. */
export function fingerprintIn(body: string): string | undefined {
  return /(?:^|\n)<!-- loki-adoption:fingerprint ([0-9a-f]{64}) -->\s*$/.exec(body)?.[1];
}

function shownOf({ shown, changed }: FooterFacts): Markdown {
  if (shown < changed) return md`${shown} of ${changed} resources shown`;
  return changed === 1 ? md`1 resource, shown` : md`all ${changed} resources shown`;
}
