import { attributes, type Block, block } from './syntax.ts';

/** Alloy puts this before the names of the metrics that a configuration defines. */
const PREFIX = 'loki_process_custom_';
const NAME = 'lines_with_replaced_characters_total';

/** Lines that hold U+FFFD, by container; the counter appears with the first one. */
export const REPLACED_CHARACTERS = `${PREFIX}${NAME}`;

/**
 * Counts lines with a character that was replaced on the way: Docker keeps text, and what isn't valid UTF-8 in a part of 16 KiB becomes U+FFFD.
 * Nothing else says so. It comes before all other stages: there is one series for each container without the label `level`, and behind
 * stage.multiline it makes Alloy 1.18 lose what that holds when it stops (tests/real-programs/multiline.test.ts).
 */
export function replacedCharacters(): Block {
  return block(
    'stage.match',
    ...attributes({ selector: String.raw`{service_name=~".+"} |= "\uFFFD"` }),
    block(
      'stage.metrics',
      block(
        'metric.counter',
        ...attributes({
          name: NAME,
          description: 'Lines with U+FFFD in the place of a character.',
          prefix: PREFIX,
          match_all: true,
          action: 'inc',
          // Longer than an alert looks back.
          max_idle_duration: '24h',
        }),
      ),
    ),
  );
}
