import { HEARTBEAT } from '../task-definition/start-alloy.ts';
import { dockerSource } from './docker-source.ts';
import { attributes, type Block, block, component, type Expression } from './syntax.ts';

/** `reason` of loki_process_dropped_lines_total for lines of Alloy's own log. */
export const OWN_LOG_REASONS = {
  /** A line that Docker has and Alloy skips, longer than 1 MiB: no other counter moves. */
  skipped: 'larger_than_1MiB',
  heartbeat: 'heartbeat',
} as const;

/** What Alloy 1.18 writes where it skips such a line. */
export const SKIPPED = 'line too big, skipping';

/** Where Alloy finds its own container. */
interface Source {
  readonly docker: string;
  readonly containers: Expression;
  /** Meta label with the container's name. */
  readonly name: string;
}

/**
 * Alloy reads its own log as it reads the application's, and stores nothing of it: it counts. A heartbeat that isn't counted says that Alloy
 * reads nothing from Docker although its process is well; a skipped line is in no other counter.
 */
export function ownLog({ docker, containers, name }: Source): Block[] {
  return [
    component(
      'discovery.relabel',
      'own',
      ...attributes({ targets: containers }),
      block('rule', ...attributes({ source_labels: [name], regex: 'alloy', action: 'keep' })),
    ),
    dockerSource('own', docker),
    component(
      'loki.process',
      'own',
      counted(SKIPPED, OWN_LOG_REASONS.skipped),
      counted(`^${HEARTBEAT}$`, OWN_LOG_REASONS.heartbeat),
      ...attributes({ forward_to: [] }),
    ),
  ];
}

function counted(expression: string, reason: string): Block {
  return block('stage.drop', ...attributes({ expression, drop_counter_reason: reason }));
}
