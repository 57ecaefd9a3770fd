import { alarmsReachTheirTopic } from './alarms.ts';
import { logFilesFitDisk, outageBudgetFitsCache } from './docker-logs.ts';
import type { Rule } from './draft.ts';
import { fargateOffersSizes, fargateStopsInTime, sidecarNeedsHost } from './fargate.ts';
import {
  grafanaHasItsName,
  grafanaIsOne,
  grafanaLetsNobodyIn,
  grafanaNeedsFiles,
  grafanaPasswordIsSecret,
} from './grafana.ts';
import { imagesAreNewEnough, socketImagesHaveDigests } from './images.ts';
import {
  ingestionLimitCoversIngest,
  lookbackWithinRetention,
  queriesNameServices,
  replicasFitTopology,
  streamLimitCoversTasks,
} from './loki.ts';
import {
  deletionNeedsOperator,
  passwordsAreAskedFor,
  passwordsAreTheirOwn,
  perServiceNeedsPasswords,
  serviceNamesAreFree,
} from './loki-access.ts';
import { lokiAnswersQueriesInTime, lokiCpuTakesIngest, lokiMemoryTakesIngest } from './loki-sizing.ts';
import { hostWalNeedsHost, replicasHaveTheirOwnWal, storageFieldsFitWal, walOutlivesTask } from './loki-storage.ts';
import { freezesEndAfterTheyBegin } from './protection.ts';
import { notSecretNamesValues, valuesAreNoSecrets } from './secrets.ts';
import {
  callsNameServices,
  cleanupLeavesNothingBehind,
  containersAreUnique,
  portsAreUnique,
  proxyFitsTask,
  roleNamesFit,
  sidecarFitsTask,
  sidecarNeedsMetrics,
  variablesAreSetOnce,
} from './services.ts';
import { stateKeyIsFree } from './state.ts';
import {
  analysisIsNotEvaluated,
  deadlineExceedsBake,
  outageBudgetCoversLokiStart,
  sidecarWindowCoversCrashes,
} from './timing.ts';
import { wavesCoverServices, wavesMoveNoMoreThanTheyHave, wavesNameServicesOnce } from './waves.ts';

/** Every rule over more than one value. */
export const RULES: readonly Rule[] = [
  wavesNameServicesOnce,
  wavesCoverServices,
  wavesMoveNoMoreThanTheyHave,
  replicasFitTopology,
  lookbackWithinRetention,
  ingestionLimitCoversIngest,
  streamLimitCoversTasks,
  queriesNameServices,
  storageFieldsFitWal,
  hostWalNeedsHost,
  replicasHaveTheirOwnWal,
  walOutlivesTask,
  perServiceNeedsPasswords,
  passwordsAreAskedFor,
  deletionNeedsOperator,
  passwordsAreTheirOwn,
  serviceNamesAreFree,
  lokiCpuTakesIngest,
  lokiMemoryTakesIngest,
  lokiAnswersQueriesInTime,
  imagesAreNewEnough,
  socketImagesHaveDigests,
  valuesAreNoSecrets,
  notSecretNamesValues,
  grafanaLetsNobodyIn,
  fargateOffersSizes,
  fargateStopsInTime,
  sidecarFitsTask,
  proxyFitsTask,
  sidecarNeedsHost,
  sidecarNeedsMetrics,
  portsAreUnique,
  containersAreUnique,
  callsNameServices,
  roleNamesFit,
  variablesAreSetOnce,
  cleanupLeavesNothingBehind,
  deadlineExceedsBake,
  sidecarWindowCoversCrashes,
  outageBudgetCoversLokiStart,
  outageBudgetFitsCache,
  logFilesFitDisk,
  analysisIsNotEvaluated,
  freezesEndAfterTheyBegin,
  stateKeyIsFree,
  grafanaIsOne,
  grafanaNeedsFiles,
  grafanaPasswordIsSecret,
  grafanaHasItsName,
  alarmsReachTheirTopic,
];

const LATER_RULES: readonly Rule[] = [
  socketImagesHaveDigests,
  valuesAreNoSecrets,
  logFilesFitDisk,
  streamLimitCoversTasks,
  proxyFitsTask,
  stateKeyIsFree,
];

/** What may have been merged before a rule forbade it has to be read to be compared with. */
export const LENIENT_RULES: readonly Rule[] = RULES.filter((rule) => !LATER_RULES.includes(rule));
