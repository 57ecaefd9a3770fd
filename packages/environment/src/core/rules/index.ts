import type { Rule } from './draft.ts';
import { imagesAreNewEnough } from './images.ts';
import { ephemeralWalLosesLines, replicasFitTopology } from './loki.ts';
import {
  cleanupLeavesNothingBehind,
  containersAreUnique,
  portsAreUnique,
  sidecarFitsTask,
  sidecarNeedsHost,
  sidecarNeedsMetrics,
  variablesAreSetOnce,
} from './services.ts';
import { deadlineExceedsBake, sidecarWindowCoversCrashes } from './timing.ts';
import { wavesCoverServices, wavesNameServicesOnce } from './waves.ts';

/** Every rule over more than one value. */
export const RULES: readonly Rule[] = [
  wavesNameServicesOnce,
  wavesCoverServices,
  replicasFitTopology,
  ephemeralWalLosesLines,
  imagesAreNewEnough,
  sidecarFitsTask,
  sidecarNeedsHost,
  sidecarNeedsMetrics,
  portsAreUnique,
  containersAreUnique,
  variablesAreSetOnce,
  cleanupLeavesNothingBehind,
  deadlineExceedsBake,
  sidecarWindowCoversCrashes,
];
