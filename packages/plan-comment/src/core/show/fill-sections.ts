import { type Filled, fill, type Section } from './budget.ts';
import { join, type Markdown, md } from './escape.ts';
import type { Sections } from './sections.ts';

/** What resources leave to the rendered configuration, if that needs it. */
const CONFIGURATION_SHARE = 0.25;
/** What a section takes at least, to say what it leaves out. */
const LEAST = 400;

/** Danger is served first; then the configuration has its share for certain, the rest goes by order. */
export function fillSections(
  sections: Sections,
  budget: number,
  whereElse: Markdown,
): { markdown: Markdown; shown: number } {
  const { urgent, resources, invocations, deferred, outputs, configuration, drift } = sections;
  const filled = new Map<Section, Filled>();
  let left = budget;
  const waiting = [urgent, resources, configuration, invocations, deferred, outputs, drift];
  const take = (section: Section, kept = 0) => {
    waiting.splice(waiting.indexOf(section), 1);
    const reserve = waiting.filter(({ blocks }) => blocks.length > 0).length * LEAST;
    const result = fill(section, left - reserve - kept, whereElse);
    left -= result.bytes;
    filled.set(section, result);
  };
  take(urgent);
  const share = Math.floor(left * CONFIGURATION_SHARE);
  take(resources, fill(configuration, share, whereElse).bytes);
  for (const section of [...waiting]) take(section);
  const markdown = Object.values(sections).map((section: Section) => filled.get(section)?.markdown ?? md``);
  return {
    markdown: join(markdown, md``),
    shown: (filled.get(urgent)?.shown ?? 0) + (filled.get(resources)?.shown ?? 0),
  };
}
