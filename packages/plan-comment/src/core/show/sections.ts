import { KINDS, kindOf } from '../judge/classify.ts';
import { lossOf } from '../judge/stateful.ts';
import type { Plan, ResourceChange } from '../read/plan.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { type Block, cutLines, type Filled, fill, type Section } from './budget.ts';
import { createLookup, type FileDiff, parseUnifiedDiff } from './config-diff.ts';
import { details, fenced, htmlCode, inlineCode } from './markdown.ts';
import {
  type BlockContext,
  deferredBlock,
  driftBlocks,
  invocationBlock,
  needsALook,
  outputBlock,
  resourceBlock,
} from './resource-block.ts';

/** In the order in which they are shown. */
export interface Sections {
  readonly urgent: Section;
  readonly resources: Section;
  readonly invocations: Section;
  readonly deferred: Section;
  readonly outputs: Section;
  readonly configuration: Section;
  readonly drift: Section;
}

interface Entry {
  readonly change: ResourceChange;
  readonly prefix: string;
}

export function sectionsOf(plans: readonly Plan[], configDiff: string | undefined, scrubber: Scrubber): Sections {
  const files = parseUnifiedDiff(configDiff ?? '').map((file) => withoutSecrets(file, scrubber));
  const context: BlockContext = { scrubber, shownElsewhere: createLookup(files) };
  /** One block for each entry of a list of each plan; with several plans, each says which it is from. */
  function collect<T>(listOf: (plan: Plan) => readonly T[], show: (entry: T, prefix: string) => Block): Block[] {
    return plans.flatMap((plan) => {
      const prefix = plans.length > 1 ? `${scrubber.text(plan.source)}: ` : '';
      return listOf(plan).map((entry) => show(entry, prefix));
    });
  }
  const entriesOf = (listOf: (plan: Plan) => readonly ResourceChange[]): Entry[] =>
    plans.flatMap((plan) =>
      listOf(plan).map((change) => ({ change, prefix: plans.length > 1 ? `${scrubber.text(plan.source)}: ` : '' })),
    );
  const changed = byDanger(entriesOf((plan) => plan.changes.filter((change) => kindOf(change) !== 'no-op')));
  const block = ({ change, prefix }: Entry) => resourceBlock(change, prefix, context, needsALook(change));
  const drift = entriesOf((plan) =>
    plan.drift.filter((change) => kindOf(change) !== 'no-op' || change.previousAddress === undefined),
  );
  return {
    urgent: section('Needs a look', 'resources', changed.filter(({ change }) => needsALook(change)).map(block)),
    resources: section('Resources', 'resources', changed.filter(({ change }) => !needsALook(change)).map(block)),
    invocations: section(
      'Actions that run with the apply',
      'actions',
      collect(
        (plan) => plan.invocations,
        (entry, prefix) => invocationBlock(entry, prefix, context),
      ),
    ),
    deferred: {
      ...section(
        'Deferred',
        'changes',
        collect(
          (plan) => plan.deferred,
          (entry, prefix) => deferredBlock(entry, prefix, context),
        ),
      ),
      intro: 'Terraform can’t plan these yet: they need another plan after this one, and are in none of the counts.',
    },
    outputs: section(
      'Outputs',
      'outputs',
      collect(
        (plan) => plan.outputs.filter((output) => kindOf(output) !== 'no-op'),
        (entry, prefix) => outputBlock(entry, prefix, context),
      ),
    ),
    configuration: section('Rendered configuration', 'files', files.map(fileBlock)),
    drift: {
      ...section('Changed outside of Terraform', 'entries', driftBlocks(drift, context)),
      intro: 'Terraform’s state and what is there differ. Applying touches none of it unless it is listed above.',
    },
  };
}

function section(title: string, noun: string, blocks: readonly Block[]): Section {
  return { title, noun, blocks };
}

/** What takes data with it first, then by what can be undone least; otherwise in Terraform's order. */
function byDanger(entries: readonly Entry[]): Entry[] {
  const rank = ({ change }: Entry) => (lossOf(change) === undefined ? KINDS.length : 0) + KINDS.indexOf(kindOf(change));
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** What resources leave to the rendered configuration, if that needs it. */
const CONFIGURATION_SHARE = 0.25;
/** What a section takes at least, to say what it leaves out. */
const LEAST = 400;

/** Danger is served first; then the configuration has its share for certain, the rest goes by order. */
export function fillSections(
  sections: Sections,
  budget: number,
  whereElse: string,
): { markdown: string; shown: number } {
  const { urgent, resources, invocations, deferred, outputs, configuration, drift } = sections;
  const filled = new Map<Section, Filled>();
  let left = budget;
  const waiting = [urgent, resources, configuration, invocations, deferred, outputs, drift];
  const take = (section: Section, limit = Number.POSITIVE_INFINITY) => {
    waiting.splice(waiting.indexOf(section), 1);
    const reserve = waiting.filter(({ blocks }) => blocks.length > 0).length * LEAST;
    const result = fill(section, Math.min(limit, left - reserve), whereElse);
    left -= result.bytes;
    filled.set(section, result);
  };
  take(urgent);
  const share = Math.floor(left * CONFIGURATION_SHARE);
  const wanted = configuration.blocks.length === 0 ? 0 : fill(configuration, share, whereElse).bytes;
  take(resources, left - wanted - 5 * LEAST);
  for (const section of [...waiting]) take(section);
  const markdown = Object.values(sections).map((section: Section) => filled.get(section)?.markdown ?? '');
  return {
    markdown: markdown.join(''),
    shown: (filled.get(urgent)?.shown ?? 0) + (filled.get(resources)?.shown ?? 0),
  };
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
    full: () => details(summary, fenced(lines, 'diff'), false),
    compact: () => details(summary, fenced(cutLines(lines, FILE_LIMITS), 'diff'), false),
    line: () => `- ${inlineCode(path)} · +${added} −${removed}`,
  };
}
