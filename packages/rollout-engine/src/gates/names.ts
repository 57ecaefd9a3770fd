/** The gates in the order in which they are judged: a later one means nothing before an earlier one has passed. */
export const GATE_NAMES = ['deployment', 'sidecar', 'logs'] as const;

export type GateName = (typeof GATE_NAMES)[number];
