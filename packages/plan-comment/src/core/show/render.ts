import { UserError } from '@loki-adoption/errors';
import { type Counts, countChanges, hasChanges, type Totals } from '../judge/classify.ts';
import { fingerprintOf } from '../judge/fingerprint.ts';
import { type Finding, findProblems } from '../judge/policy.ts';
import type { Plan } from '../read/plan.ts';
import { createScrubber, type Scrubber } from '../secrets/scrub.ts';
import { bytesOf, fillAll } from './budget.ts';
import type { CommentInput } from './comment-input.ts';
import { costCells, costSection } from './cost.ts';
import { footer } from './footer.ts';
import { alerts, components, type Headline, headline, overview, remarks } from './header.ts';
import { inlineCode } from './markdown.ts';
import { fillSections, sectionsOf } from './sections.ts';
import { movesOf, servicesSection } from './services.ts';

export interface RenderedComment {
  /** `within(BODY_LIMIT)`: what is posted. */
  readonly body: string;
  /** The comment within a number of UTF-8 bytes (so no more characters either), starting with the marker. */
  within(bytes: number): string;
  /** The same with nothing left out, in pieces: all of a big plan is more than one string holds. */
  full(): Iterable<string>;
  readonly fingerprint: string;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  /** How many existing objects go away. */
  readonly destroyed: number;
  readonly isErrored: boolean;
}

/** GitHub's limit is 65,536 characters, or bytes (it doesn't say): both hold, with room for the line that a poster adds. */
export const BODY_LIMIT = 65_300;

/** The first line of the comment, by which it is found again. */
export function markerOf(environment: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(environment)) {
    throw new UserError(
      `The environment is called ${JSON.stringify(environment).slice(0, 120)}: use letters, digits, dots, hyphens and underscores only.`,
    );
  }
  return `<!-- loki-adoption:plan environment=${environment} -->`;
}

/** The comment on a plan: verdict, what needs a look, resources, outputs, drift, configuration; the most dangerous first. */
export function renderComment(input: CommentInput): RenderedComment {
  const { plans, environment, phaseFrom, phaseTo } = input;
  const secrets = new Set<string>();
  for (const plan of plans) for (const secret of plan.secrets) secrets.add(secret);
  const scrubber = createScrubber(secrets, namesIn(plans));
  const totals = withoutSecrets(countChanges(plans), scrubber);
  const findings = findProblems(plans, scrubber);
  const isErrored = plans.some((plan) => plan.errored);
  const fingerprint = fingerprintOf(plans);
  const moves = movesOf(plans);
  const head: Headline = { environment, phaseFrom, phaseTo, totals, moves: moves.length, findings, isErrored };
  const costFile = scrubber.text(input.cost ?? '');
  const cells = costCells(costFile);
  const quiet =
    hasChanges(totals) || isErrored ? '' : `Terraform would change nothing in ${inlineCode(environment)}.\n\n`;
  const title = `${markerOf(environment)}\n${headline(head)}\n\n`;
  const top = (most: number) =>
    [
      title,
      overview(head, cells),
      remarks(plans, isErrored),
      components(plans, scrubber, 2 * most),
      quiet,
      servicesSection(moves, (phaseTo ?? '') !== '', scrubber, 2 * most),
      alerts(findings, most),
      cells === undefined ? costSection(costFile, most) : '',
    ].join('');
  const sections = sectionsOf(plans, input.configDiff, scrubber);
  const changed = sections.urgent.blocks.length + sections.resources.blocks.length;
  const bottom = (shown: number) => footer(input, { fingerprint, secrets: scrubber.count, shown, changed, isErrored });
  const whereElse = input.run ? `see the [full plan](${input.run.url}#artifacts)` : 'see the full plan';

  const within = (bytes: number) => {
    // Half of a plan must not be taken for the plan.
    if (isErrored) return `${title}${remarks(plans, isErrored)}${bottom(changed)}`;
    // Findings and services with very long names must leave room for the resources.
    const start = [10, 3].map(top).find((text) => bytesOf(text) <= bytes / 2) ?? top(1);
    const middle = fillSections(sections, bytes - bytesOf(start) - bytesOf(bottom(changed)) - 16, whereElse);
    return start + middle.markdown + bottom(middle.shown);
  };
  function* full() {
    yield top(Number.POSITIVE_INFINITY);
    for (const section of Object.values(sections)) yield* fillAll(section);
    yield bottom(changed);
  }
  return {
    body: within(BODY_LIMIT),
    within,
    full,
    fingerprint,
    counts: { creates: totals.creates, updates: totals.updates, deletes: totals.deletes, replaces: totals.replaces },
    findings,
    destroyed: totals.destroyed,
    isErrored,
  };
}

/** What a plan calls things. A part of a secret that is also a part of a name is none. */
function* namesIn(plans: readonly Plan[]): Generator<string> {
  const types = new Set<string>();
  for (const { changes } of plans) {
    for (const { address, type } of changes) {
      yield address;
      types.add(type);
    }
  }
  yield* types;
}

function withoutSecrets(totals: Totals, scrubber: Scrubber): Totals {
  return { ...totals, others: new Map([...totals.others].map(([name, count]) => [scrubber.text(name), count])) };
}
