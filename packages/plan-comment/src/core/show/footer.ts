import type { CommentInput } from './comment-input.ts';
import { inlineCode, plain } from './markdown.ts';

export interface FooterFacts {
  readonly fingerprint: string;
  readonly secrets: number;
  readonly shown: number;
  readonly changed: number;
  readonly isErrored: boolean;
}

/** Where the comment comes from; its last line carries the fingerprint for a later comparison. */
export function footer(input: CommentInput, facts: FooterFacts): string {
  const versions = [
    ...new Set(input.plans.map((plan) => plan.terraformVersion).filter((version) => version !== undefined)),
  ];
  const secrets = facts.secrets === 1 ? '1 sensitive value masked' : `${facts.secrets} sensitive values masked`;
  const parts = [
    ...(input.commit ? [`Plan of ${inlineCode(input.commit.slice(0, 7))}`] : []),
    ...(versions.length > 0 ? [`Terraform ${plain(versions.slice(0, 3).join(', ').slice(0, 60))}`] : []),
    ...(facts.isErrored ? [] : [`fingerprint \`${facts.fingerprint.slice(0, 12)}\``]),
    ...(facts.secrets > 0 ? [secrets] : []),
    ...(facts.changed > 0 && !facts.isErrored ? [shownOf(facts)] : []),
  ];
  // The link alone is no reason to write the same comment again.
  const run = input.run ? `<!-- volatile --> · [run ${input.run.number}](${input.run.url})<!-- /volatile -->` : '';
  const line = facts.isErrored ? '' : `<!-- loki-adoption:fingerprint ${facts.fingerprint} -->\n`;
  return `<sub>${parts.join(' · ')}${run}</sub>\n${line}`;
}

/** The fingerprint that a comment ends with. Text of a plan can't stand there. */
export function fingerprintIn(body: string): string | undefined {
  return /(?:^|\n)<!-- loki-adoption:fingerprint ([0-9a-f]{64}) -->\s*$/.exec(body)?.[1];
}

function shownOf({ shown, changed }: FooterFacts): string {
  if (shown < changed) return `${shown} of ${changed} resources shown`;
  return changed === 1 ? '1 resource, shown' : `all ${changed} resources shown`;
}
