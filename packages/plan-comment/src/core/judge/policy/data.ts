import { child } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { destroys } from '../classify.ts';
import { lossOf } from '../stateful.ts';
import { becomes, code, type Hit, says, word } from './finding.ts';

/** What holds data goes away, or loses what keeps it from that. */
export function dataLoss(change: ResourceChange): Hit[] {
  const loss = lossOf(change);
  if (loss !== undefined)
    return [...importLoss(change), { rule: loss.rule, severity: 'danger', message: says`destroys ${word(loss.what)}` }];
  return [...shorterRetention(change), ...lessProtection(change), ...importLoss(change)];
}

/** What holds data is gone already, and not by Terraform. */
export function goneData(change: ResourceChange): Hit[] {
  const loss = lossOf(change);
  if (loss === undefined) return [];
  return [{ rule: loss.rule, severity: 'danger', message: says`is gone, and with it ${word(loss.what)}` }];
}

function shorterRetention({ type, before, after }: ResourceChange): Hit[] {
  if (type !== 'aws_cloudwatch_log_group') return [];
  const [old, now] = [before, after].map((side) => child(side, 'retention_in_days'));
  if (typeof old !== 'number' || typeof now !== 'number') return [];
  // 0 keeps for ever.
  if (now === 0 || (old !== 0 && old <= now)) return [];
  const message =
    old === 0
      ? says`deletes log lines after ${now} days, not after none`
      : says`deletes log lines after ${now} days, not after ${old}`;
  return [{ rule: 'log-retention-shortened', severity: 'danger', message }];
}

function lessProtection(change: ResourceChange): Hit[] {
  const isOff = ['deletion_protection', 'deletion_protection_enabled', 'enable_deletion_protection'].some(
    (attribute) => child(change.before, attribute) === true && child(change.after, attribute) === false,
  );
  const hits: Hit[] = isOff
    ? [{ rule: 'protection-removed', severity: 'warning', message: says`can be deleted from now on` }]
    : [];
  if (becomes(change, 'force_destroy', true)) {
    const message = says`may be destroyed with all that it holds (${code('force_destroy')})`;
    hits.push({ rule: 'protection-removed', severity: 'warning', message });
  }
  return hits;
}

/** Terraform warns of it too: what somebody wanted to keep goes first. */
function importLoss(change: ResourceChange): Hit[] {
  if (change.importing === undefined || !destroys(change)) return [];
  return [{ rule: 'import-destroyed', severity: 'danger', message: says`destroys the object that it imports` }];
}
