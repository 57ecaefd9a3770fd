import { UserError } from '@loki-adoption/errors';
import { type Block, bytesOf, cutLines, type Filled, fill, fillAll, type Section } from './budget.ts';
import { type Counts, countChanges, hasChanges, KINDS, kindOf } from './classify.ts';
import { createLookup, type FileDiff, parseUnifiedDiff } from './config-diff.ts';
import { costCells } from './cost.ts';
import { fingerprintOf } from './fingerprint.ts';
import { alerts, type Headline, headline, overview } from './header.ts';
import { details, fenced, htmlCode, inlineCode, plain, trustedMarkdown } from './markdown.ts';
import type { Plan, ResourceChange } from './plan.ts';
import { type Finding, findProblems } from './policy.ts';
import { type BlockContext, driftBlocks, needsALook, outputBlock, resourceBlock } from './resource-block.ts';
import { createScrubber, type Scrubber } from './scrub.ts';
import { movesOf, servicesSection } from './services.ts';

export interface CommentInput {
  /** Letters, digits, dots, hyphens and underscores. */
  readonly environment: string;
  readonly plans: readonly Plan[];
  readonly phaseFrom?: string | undefined;
  readonly phaseTo?: string | undefined;
  /** Unified diff of the rendered configuration. */
  readonly configDiff?: string | undefined;
  /** Content of a cost file: one line such as `$33.35 → $14.00 a month`, the JSON of `CostChange`, or longer Markdown. */
  readonly cost?: string | undefined;
  /** Commit that was planned. */
  readonly commit?: string | undefined;
  readonly run?: { readonly number: number; readonly url: string } | undefined;
}

export interface RenderedComment {
  /** At most 65,300 bytes (so no more characters either), starting with the marker. */
  readonly body: string;
  /** The same without a limit. */
  readonly full: string;
  readonly fingerprint: string;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  /** How many existing objects go away. */
  readonly destroyed: number;
  readonly isErrored: boolean;
}

/** GitHub's limit is 65,536 characters, or bytes (it doesn't say): both hold, with room for the line that a poster adds. */
export const BODY_LIMIT = 65_300;
/** What resources leave to the rendered configuration, if that needs it. */
const CONFIGURATION_SHARE = 0.25;

/** The first line of the comment, by which it is found again. */
export function markerOf(environment: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(environment)) {
    throw new UserError(
      `The environment is called ${JSON.stringify(environment)}: use letters, digits, dots, hyphens and underscores only.`,
    );
  }
  return `<!-- loki-adoption:plan environment=${environment} -->`;
}

/** The comment on a plan: verdict, what needs a look, resources, outputs, drift, configuration; the most dangerous first. */
export function renderComment(input: CommentInput): RenderedComment {
  const { plans } = input;
  const scrubber = createScrubber(new Set(plans.flatMap((plan) => [...plan.secrets])));
  const totals = countChanges(plans);
  const findings = findProblems(plans);
  const isErrored = plans.some((plan) => plan.errored);
  const fingerprint = fingerprintOf(plans);
  const moves = movesOf(plans);
  const head: Headline = { ...pick(input), totals, moves: moves.length, findings, isErrored };
  const costFile = scrubber.text(input.cost ?? '');
  const cells = costCells(costFile);
  const quiet =
    hasChanges(totals) || isErrored ? '' : `Terraform would change nothing in ${inlineCode(input.environment)}.\n\n`;
  const top = (most: number) =>
    [
      `${markerOf(input.environment)}\n${headline(head)}\n\n`,
      overview(head, cells),
      failure(plans),
      quiet,
      servicesSection(moves, (input.phaseTo ?? '') !== '', scrubber, 2 * most),
      alerts(findings, scrubber, most),
      cells === undefined ? costSection(costFile, most) : '',
    ].join('');
  const sections = sectionsOf(plans, input.configDiff, scrubber);
  const changed = sections.urgent.blocks.length + sections.resources.blocks.length;
  const footer = (shown: number) =>
    footerOf(input, { fingerprint, secrets: scrubber.count, shown, changed, totals: plans });

  // Findings and services with very long names must leave room for the resources.
  const start = [10, 3].map(top).find((text) => bytesOf(text) <= BODY_LIMIT / 2) ?? top(1);
  const whereElse = input.run ? `see the [full plan](${input.run.url}#artifacts)` : 'see the full plan';
  const middle = fillSections(sections, BODY_LIMIT - bytesOf(start) - bytesOf(footer(changed)) - 16, whereElse);
  return {
    body: start + middle.markdown + footer(middle.shown),
    full: top(Number.POSITIVE_INFINITY) + Object.values(sections).map(fillAll).join('') + footer(changed),
    fingerprint,
    counts: { creates: totals.creates, updates: totals.updates, deletes: totals.deletes, replaces: totals.replaces },
    findings,
    destroyed: totals.destroyed,
    isErrored,
  };
}

function pick({ environment, phaseFrom, phaseTo }: CommentInput) {
  return { environment, phaseFrom, phaseTo };
}

/** In the order in which they are shown. */
interface Sections {
  readonly urgent: Section;
  readonly resources: Section;
  readonly outputs: Section;
  readonly configuration: Section;
  readonly drift: Section;
}

function sectionsOf(plans: readonly Plan[], configDiff: string | undefined, scrubber: Scrubber): Sections {
  const prefixOf = (plan: Plan) => (plans.length > 1 ? `${plan.source}: ` : '');
  const entries = plans.flatMap((plan) => plan.changes.map((change) => ({ change, prefix: prefixOf(plan) })));
  const sorted = entries
    .filter(({ change }) => kindOf(change) !== 'no-op')
    .sort((a, b) => KINDS.indexOf(kindOf(a.change)) - KINDS.indexOf(kindOf(b.change)));
  const files = parseUnifiedDiff(configDiff ?? '').map((file) => withoutSecrets(file, scrubber));
  const context: BlockContext = { scrubber, shownElsewhere: createLookup(files) };
  const block = ({ change, prefix }: { change: ResourceChange; prefix: string }) =>
    resourceBlock(change, prefix, context, needsALook(change));
  const outputs = plans.flatMap((plan) =>
    plan.outputs
      .filter((output) => kindOf(output) !== 'no-op')
      .map((output) => outputBlock(output, prefixOf(plan), context)),
  );
  const drift = plans.flatMap((plan) =>
    plan.drift
      .filter((change) => kindOf(change) !== 'no-op' || change.previousAddress === undefined)
      .map((change) => ({ change, prefix: prefixOf(plan) })),
  );
  const urgent = sorted.filter(({ change }) => needsALook(change)).map(block);
  const resources = sorted.filter(({ change }) => !needsALook(change)).map(block);
  return {
    urgent: { title: 'Needs a look', noun: 'resources', blocks: urgent },
    resources: { title: 'Resources', noun: 'resources', blocks: resources },
    outputs: { title: 'Outputs', noun: 'outputs', blocks: outputs },
    configuration: {
      title: 'Rendered configuration',
      noun: 'files',
      blocks: files.map(fileBlock),
    },
    drift: {
      title: 'Changed outside of Terraform',
      intro: 'Terraform’s state and what is there differ. Applying touches none of it unless it is listed above.',
      noun: 'entries',
      blocks: driftBlocks(drift, context),
    },
  };
}

/** Danger is served first; then the configuration has its share for certain, the rest goes by order. */
function fillSections(sections: Sections, budget: number, whereElse: string): { markdown: string; shown: number } {
  let left = budget;
  const take = (section: Section, limit: number): Filled => {
    const filled = fill(section, Math.min(limit, left), whereElse);
    left -= filled.bytes;
    return filled;
  };
  // Sections that are left must still be able to say what they leave out.
  const reserve = 4 * 400;
  const urgent = take(sections.urgent, left - reserve);
  const share = Math.floor((left - reserve) * CONFIGURATION_SHARE);
  const wanted = sections.configuration.blocks.length === 0 ? 0 : fill(sections.configuration, share, whereElse).bytes;
  const resources = take(sections.resources, left - reserve - wanted);
  const configuration = take(sections.configuration, left - 800);
  const outputs = take(sections.outputs, left - 400);
  const drift = take(sections.drift, left);
  const order = [urgent, resources, outputs, configuration, drift];
  return { markdown: order.map((part) => part.markdown).join(''), shown: urgent.shown + resources.shown };
}

/** A line of generated JSON can hold a whole file, which is shown by itself. */
const FILE_LIMITS = { lineLength: 300, bytes: 12_000 };

/** Only after parsing: what replaces a secret may swallow the sign of a line. */
function withoutSecrets(file: FileDiff, scrubber: Scrubber): FileDiff {
  return { ...file, path: scrubber.text(file.path), lines: scrubber.text(file.lines.join('\n')).split('\n') };
}

function fileBlock({ path, lines, added, removed }: FileDiff): Block {
  const summary = `${htmlCode(path)} · +${added} −${removed}`;
  return {
    full: details(summary, fenced(lines, 'diff'), false),
    compact: () => details(summary, fenced(cutLines(lines, FILE_LIMITS), 'diff'), false),
    line: `- ${inlineCode(path)} · +${added} −${removed}`,
  };
}

const LONGEST_COST = 4000;

function costSection(markdown: string, most: number): string {
  if (markdown.trim() === '') return '';
  const isCut = markdown.length > LONGEST_COST && Number.isFinite(most);
  const shown = isCut ? `${markdown.slice(0, markdown.lastIndexOf('\n', LONGEST_COST))}\n\n_…_` : markdown;
  const content = /^\s*[{[]/.test(shown) ? fenced(shown.trim().split('\n'), 'json') : trustedMarkdown(shown.trim());
  return `### Cost\n${content}\n\n`;
}

function failure(plans: readonly Plan[]): string {
  const deferred = plans.reduce((sum, plan) => sum + plan.deferred, 0);
  const lines = [];
  if (plans.some((plan) => plan.errored)) {
    lines.push('> [!CAUTION]\n> Terraform stopped with an error: what follows is incomplete and can’t be applied.\n\n');
  }
  if (deferred > 0)
    lines.push(`> [!NOTE]\n> ${deferred} changes are deferred: they need another plan after this one.\n\n`);
  return lines.join('');
}

interface FooterFacts {
  readonly fingerprint: string;
  readonly secrets: number;
  readonly shown: number;
  readonly changed: number;
  readonly totals: readonly Plan[];
}

function footerOf(input: CommentInput, facts: FooterFacts): string {
  const versions = [
    ...new Set(facts.totals.map((plan) => plan.terraformVersion).filter((version) => version !== undefined)),
  ];
  const secrets = facts.secrets === 1 ? '1 sensitive value masked' : `${facts.secrets} sensitive values masked`;
  const parts = [
    ...(input.commit ? [`Plan of ${inlineCode(input.commit.slice(0, 7))}`] : []),
    ...(versions.length > 0 ? [`Terraform ${plain(versions.slice(0, 3).join(', ').slice(0, 60))}`] : []),
    `fingerprint \`${facts.fingerprint.slice(0, 12)}\``,
    ...(facts.secrets > 0 ? [secrets] : []),
    ...(facts.changed > 0 ? [shownOf(facts)] : []),
  ];
  // The link alone is no reason to write the same comment again.
  const run = input.run ? `<!-- volatile --> · [run ${input.run.number}](${input.run.url})<!-- /volatile -->` : '';
  return `<sub>${parts.join(' · ')}${run}</sub>\n`;
}

function shownOf({ shown, changed }: FooterFacts): string {
  if (shown < changed) return `${shown} of ${changed} resources shown`;
  return changed === 1 ? '1 resource, shown' : `all ${changed} resources shown`;
}
