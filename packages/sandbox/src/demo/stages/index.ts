import { baseline } from './baseline.ts';
import { brokenRollout } from './broken-rollout.ts';
import { comparison } from './comparison.ts';
import { cost } from './cost.ts';
import { fixedRollout } from './fixed-rollout.ts';
import { infrastructure } from './infrastructure.ts';
import { ownCode } from './own-code.ts';
import { repository } from './repository.ts';
import { rollback } from './rollback.ts';
import type { Stage } from './stage.ts';
import { start } from './start.ts';
import { verify } from './verify.ts';

/** The demo in order; each stage builds on the ones before it. */
export const STAGES: readonly Stage[] = [
  start,
  repository,
  baseline,
  infrastructure,
  brokenRollout,
  fixedRollout,
  verify,
  ownCode,
  comparison,
  cost,
  rollback,
];
