import { capacityChange } from '../model/capacity.ts';
import { revisionOf } from '../model/ecs.ts';
import type { Event } from '../state/events.ts';

/** One line of the log for an event. */
export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'deploy-began':
      return `Deploy of commit ${event.run.commit.slice(0, 12)}`;
    case 'rollout-began':
      return `Rollout of phase ${event.phase}`;
    case 'rollback-began':
      return `Rollback to ${event.to}: ${event.reason}`;
    case 'rollback-planned':
      return `Going back: ${event.moves.map(({ service }) => service).join(', ') || 'nothing'}`;
    case 'phase-verified':
      return `Phase ${event.phase} is verified`;
    case 'rollout-ended':
      return `Phase ${event.phase} is deployed`;
    case 'released':
      return 'The hold is released';
    default:
      return `${event.service}: ${ofService(event)}`;
  }
}

function ofService(event: Extract<Event, { readonly service: string }>): string {
  switch (event.type) {
    case 'move-began': {
      const to = revisionOf(event.target);
      if (event.adopted) return `runs revision ${to} already: checking its gates`;
      const where = event.capacity ? `, ${capacityChange(event.capacity.from, event.capacity.to)}` : '';
      return `revision ${event.previous ? revisionOf(event.previous) : '?'} → ${to}${where}`;
    }
    case 'deployment-seen':
      return `deployment ${event.deploymentId}`;
    case 'measured':
      return `gate ${event.gate} ${event.status}: ${event.detail}`;
    case 'deployed':
      return 'deployed';
    case 'gates-passed':
      return 'all gates passed: baking';
    case 'baked':
      return 'baked: judging the gates once more';
    case 'promoted':
      return 'promoted';
    case 'way-back-began':
      return `${event.reason}; rolling back to revision ${revisionOf(event.restore)}`;
    case 'way-back-replaced': {
      const [replaced, copy] = [event.replaced, event.definition].map(revisionOf);
      return `ECS starts no task of revision ${replaced} any more: its copy ${copy} takes its place`;
    }
    case 'way-back-repeated':
      return 'the run that was pre-empted had a call under way: once more';
    case 'rolled-back':
      return 'rolled back';
    case 'held':
      return `held: ${event.reason}`;
  }
}
