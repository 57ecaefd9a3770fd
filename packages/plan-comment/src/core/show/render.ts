import { UserError } from '@loki-adoption/errors';
import { allowancesIn, destroyedBy } from '../judge/allowance.ts';
import { parseConsequences } from '../judge/consequences.ts';
import { fingerprintOf } from '../judge/fingerprint.ts';
import { type Finding as Found, findProblems, type Severity, sentenceOf } from '../judge/policy.ts';
import { movesOf } from '../judge/services.ts';
import { type Counts, countChanges, hasChanges } from '../judge/totals.ts';
import { fromSource } from '../secrets/clean.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { sourceNames } from '../secrets/source-names.ts';
import { alerts } from './alerts.ts';
import { allowanceNote } from './allowance.ts';
import { bytesOf, countOf, fillAll } from './budget.ts';
import type { CommentInput } from './comment-input.ts';
import { consequencesSection, failureWords, incomparableBox, refusalBox } from './consequences.ts';
import { costCells, costSection } from './cost.ts';
import { code, comment, join, link, type Markdown, md } from './escape.ts';
import { fillSections } from './fill-sections.ts';
import { footer } from './footer.ts';
import { type Headline, headline } from './headline.ts';
import { notInEffectBox } from './not-in-effect.ts';
import { components, overview, remarks } from './overview.ts';
import { sectionsOf } from './sections.ts';
import { servicesSection } from './services.ts';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence; what stands between backticks is code. */
  readonly message: string;
  /** With several plans, each begins with the name of its plan. */
  readonly addresses: readonly string[];
}

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
  /** How many existing objects go away, or may. */
  readonly destroyed: number;
  /** Addresses of those that the description of the pull request doesn't allow to be destroyed. */
  readonly forbidden: readonly string[];
  readonly isErrored: boolean;
  /** Whether applying it does nothing at all. */
  readonly changesNothing: boolean;
}

/** GitHub's limit is 65,536 characters, or bytes (it doesn't say): both hold, with room for the line that a poster adds. */
export const BODY_LIMIT = 65_300;

/** The first line of the comment, by which it is found again. */
export function markerOf(environment: string): Markdown {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(environment)) {
    throw new UserError(
      `The environment is called ${JSON.stringify(environment).slice(0, 120)}: use letters, digits, dots, hyphens and underscores only.`,
    );
  }
  return comment(`loki-adoption:plan environment=${environment}`);
}

/** The comment on a plan: verdict, what needs a look, resources, outputs, drift, configuration; the most dangerous first. */
export function renderComment(input: CommentInput): RenderedComment {
  const { plans, environment, phaseFrom, phaseTo } = input;
  const secrets = new Set<string>();
  for (const plan of plans) for (const secret of plan.secrets) secrets.add(secret);
  const scrubber = createScrubber(secrets, secrets.size === 0 ? new Set() : sourceNames(plans));
  const totals = countChanges(plans);
  const findings = findProblems(plans, scrubber);
  const isErrored = plans.some((plan) => plan.errored);
  const fingerprint = input.fingerprint ?? fingerprintOf(plans);
  const moves = movesOf(plans);
  const allowances = allowancesIn(input.description ?? '');
  const destroyed = destroyedBy(plans, allowances);
  const head: Headline = { environment, phaseFrom, phaseTo, totals, moves: moves.length, findings, isErrored };
  const costFile = scrubber.text(input.cost ?? '');
  const cells = costCells(costFile);
  const isQuiet = !hasChanges(totals) && !isErrored && !totals.isIncomplete;
  const quiet = isQuiet ? md`Terraform would change nothing in ${code(fromSource(environment))}.\n\n` : md``;
  const consequences = input.consequences === undefined ? undefined : parseConsequences(input.consequences);
  const refusal = md`${refusalBox(consequences, scrubber)}${incomparableBox(consequences, scrubber)}`;
  const failure = failureWords(consequences, scrubber);
  const title = md`${markerOf(environment)}\n${headline(head, scrubber)}\n\n`;
  const top = (most: number) =>
    join(
      [
        title,
        refusal,
        notInEffectBox(input.notInEffect ?? []),
        overview(head, cells),
        remarks(plans, isErrored, failure),
        components(plans, 2 * most),
        quiet,
        servicesSection(moves, (phaseTo ?? '') !== '', scrubber, 2 * most),
        consequencesSection(consequences, moves, scrubber, 2 * most),
        alerts(findings, most),
        allowanceNote(destroyed, allowances, scrubber),
        cells === undefined ? costSection(costFile, most) : md``,
      ],
      md``,
    );
  const sections = sectionsOf(plans, input.configDiff, scrubber);
  const changed = countOf(sections.urgent) + countOf(sections.resources);
  const bottom = (shown: number) => footer(input, { fingerprint, secrets: scrubber.count, shown, changed, isErrored });

  const within = (bytes: number) => {
    // Half of a plan must not be taken for the plan.
    if (isErrored) return md`${title}${refusal}${remarks(plans, isErrored, failure)}${bottom(changed)}`;
    // Findings and services with very long names must leave room for the resources.
    let start = top(10);
    for (const most of [3, 1]) if (bytesOf(start) > bytes / 2) start = top(most);
    const middle = fillSections(sections, bytes - bytesOf(start) - bytesOf(bottom(changed)) - 16, whereElse(input));
    return md`${start}${middle.markdown}${bottom(middle.shown)}`;
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
    findings: findings.map(publicFinding),
    destroyed: destroyed.length,
    forbidden: destroyed.filter(({ isAllowed }) => !isAllowed).map(({ address }) => scrubber.address(address)),
    isErrored,
    changesNothing: isQuiet,
  };
}

/** Where the full text is: a link only to what exists. */
function whereElse({ run, hasArtifact }: CommentInput): Markdown {
  if (run === undefined) return md`see the full plan`;
  if (hasArtifact === true) return md`see the ${link(md`full plan`, `${run.url}#artifacts`)}`;
  return md`see the ${link(md`job summary`, run.url)}`;
}

function publicFinding(finding: Found): Finding {
  const { rule, severity, addresses } = finding;
  return { rule, severity, message: sentenceOf(finding), addresses };
}
