export { judgeFreshness, type NewestLines } from './core/freshness.ts';
export { type JsonSample, judgeJson } from './core/json.ts';
export { type ExpectedLabels, judgeLabels } from './core/labels.ts';
export {
  combine,
  type PropertyNumber,
  type PropertyResult,
  STATUSES,
  type Status,
  type Verdict,
} from './core/verdict.ts';
export { observeDelivery, type ServiceDelivery } from './delivery.ts';
export { verifyInfrastructure } from './infrastructure.ts';
export type { LokiReader, ProbePorts, ServiceTasks, VerificationPorts } from './ports.ts';
export { measureProbe } from './probe.ts';
export { IMPLEMENTED_PROPERTIES, verifyEnvironment } from './verify-environment.ts';
