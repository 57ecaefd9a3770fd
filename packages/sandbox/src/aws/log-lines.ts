/** One line of an application's log, as JSON with the field names of Temporal's logger. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: string;
  readonly text: string;
}

/** What a healthy Temporal role mostly says; the weights make about one line in forty a warning, one in 200 an error. */
const MESSAGES: readonly {
  readonly weight: number;
  readonly level: string;
  readonly msg: string;
  readonly from: string;
}[] = [
  { weight: 100, level: 'info', msg: 'Workflow task completed', from: 'workflow_task_handler.go:412' },
  { weight: 60, level: 'info', msg: 'Activity task started', from: 'activity_task_handler.go:128' },
  { weight: 34, level: 'info', msg: 'Timer task executed', from: 'timer_queue_executor.go:203' },
  { weight: 5, level: 'warn', msg: 'Activity task timed out, retrying', from: 'timer_queue_executor.go:266' },
  { weight: 1, level: 'error', msg: 'Operation failed with internal error.', from: 'metric_client.go:104' },
];

const TOTAL = MESSAGES.reduce((sum, message) => sum + message.weight, 0);

/** Draws the line that a container writes at this moment. */
export function logLine(at: number, service: string, random: () => number): LogLine {
  let left = random() * TOTAL;
  const message = MESSAGES.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  const { level, msg, from } = message ?? { level: 'info', msg: 'Workflow task completed', from: '' };
  const text = JSON.stringify({
    level,
    ts: new Date(at).toISOString(),
    msg,
    service,
    'wf-namespace': 'default',
    'wf-id': `order-${Math.floor(random() * 100_000)}`,
    'logging-call-at': from,
  });
  return { at, level, text };
}
