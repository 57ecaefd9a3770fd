import { bold, type Markdown, md, table, text } from '@loki-adoption/markdown';
import { GATE_NAMES, type GateName, type ServiceReport } from '@loki-adoption/rollout-engine';

/** The gate that decided: the first in their order that was measured and has not passed. */
export function firstNotPassed({ gates }: ServiceReport): GateName | undefined {
  return GATE_NAMES.find((name) => gates[name] !== undefined && gates[name].status !== 'pass');
}

/** Whether its move was stopped: it is held, or went or goes back. */
export function isStopped({ state }: ServiceReport): boolean {
  return state === 'rolled-back' || state === 'rolling-back' || state === 'held';
}

/** What each gate measured; `undefined` where none did. */
export function gateTable(services: readonly ServiceReport[]): Markdown | undefined {
  const shown = services.filter(({ gates }) => Object.keys(gates).length > 0);
  if (shown.length === 0) return undefined;
  const rows = GATE_NAMES.map((gate) => [text(gate), ...shown.map((service) => gateCell(gate, service))]);
  return table([md`gate`, ...shown.map(({ service }) => text(service))], rows);
}

function gateCell(gate: GateName, service: ServiceReport): Markdown {
  const result = service.gates[gate];
  if (!result) return md`not measured`;
  if (result.status !== 'pass')
    return result.status === 'fail' ? bold(md`fail`) : md`${text(result.status)}: ${text(result.detail)}`;
  // What passed before an earlier gate failed says nothing about now.
  const decided = firstNotPassed(service);
  if (decided && GATE_NAMES.indexOf(decided) < GATE_NAMES.indexOf(gate)) return md`passed before that`;
  return gate === 'deployment' ? md`pass` : md`pass (${text(result.detail)})`;
}
