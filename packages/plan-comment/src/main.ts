import { commentOnPlan } from './modes/comment.ts';
import { compareWithReviewed } from './modes/compare.ts';
import { rollUp } from './modes/roll-up.ts';
import type { Ports } from './ports.ts';

export async function main(ports: Ports): Promise<void> {
  const inputs = ports.inputs();
  if (inputs.mode === 'roll-up') await rollUp(inputs, ports);
  else if (inputs.mode === 'compare') await compareWithReviewed(inputs, ports);
  else await commentOnPlan(inputs, ports);
}
