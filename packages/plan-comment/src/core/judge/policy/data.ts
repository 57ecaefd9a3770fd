import { child } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { lossOf } from '../stateful.ts';
import { becomes, type Hit } from './finding.ts';

/** What holds data goes away, or loses what keeps it from that. */
export function dataLoss(change: ResourceChange): Hit[] {
  const loss = lossOf(change);
  if (loss !== undefined) return [{ rule: loss.rule, severity: 'danger', message: `destroys ${loss.what}` }];
  return change.after === null ? [] : [...shorterRetention(change), ...lessProtection(change)];
}

function shorterRetention({ type, before, after }: ResourceChange): Hit[] {
  if (type !== 'aws_cloudwatch_log_group') return [];
  const [old, now] = [before, after].map((side) => child(side, 'retention_in_days'));
  if (typeof old !== 'number' || typeof now !== 'number') return [];
  // 0 keeps for ever.
  if (now === 0 || (old !== 0 && old <= now)) return [];
  const message = `deletes log lines after ${now} days, not after ${old === 0 ? 'none' : old}`;
  return [{ rule: 'log-retention-shortened', severity: 'warning', message }];
}

function lessProtection(change: ResourceChange): Hit[] {
  const isOff = ['deletion_protection', 'deletion_protection_enabled', 'enable_deletion_protection'].some(
    (attribute) => child(change.before, attribute) === true && child(change.after, attribute) === false,
  );
  const hits: Hit[] = isOff
    ? [{ rule: 'protection-removed', severity: 'warning', message: 'can be deleted from now on' }]
    : [];
  if (becomes(change, 'force_destroy', true)) {
    const message = 'may be destroyed with all that it holds (`force_destroy`)';
    hits.push({ rule: 'protection-removed', severity: 'warning', message });
  }
  return hits;
}
