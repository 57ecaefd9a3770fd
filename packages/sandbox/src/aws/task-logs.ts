import { type EcsSimulator, type Task, taskFault, type World } from '@loki-adoption/ecs-simulator';
import { type LogLine, logLine } from './log-lines.ts';
import { type LokiStream, pushToLoki, putLogEvents } from './log-sinks.ts';

export interface TaskLogsOptions {
  readonly ecs: EcsSimulator;
  readonly motoUrl: string;
  readonly region: string;
  readonly lokiUrl: () => string | undefined;
}

/** Lines so far, by what became of them. */
export interface LogCounts {
  written: number;
  cloudWatch: number;
  cloudWatchFailed: number;
  loki: number;
  /** Refused by Loki, or still undelivered when the task was gone. */
  lost: number;
}

export interface TaskLogs {
  counts(): Readonly<LogCounts>;
  /** When the delivery under way has ended. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Each running task writes a line so often, in milliseconds. */
const WRITE_EVERY_MS = 1000;

/** The awslogs driver collects before it sends, in write rounds. */
const CLOUDWATCH_EVERY_ROUNDS = 2;

/** Undelivered lines of a stopped task are tried so long: its sidecar's last flush, in milliseconds. */
const LINGER_MS = 10_000;

/** What one task has written and not yet delivered. */
interface Buffer {
  readonly task: Task;
  cloudWatch: LogLine[];
  /** Docker's log file as the sidecar sees it: it waits here while Alloy or Loki is away. */
  loki: LogLine[];
  /** The sidecar ran when the task was last seen RUNNING. */
  isCollected: boolean;
}

/** Makes the running tasks write logs: to CloudWatch through their log driver, to Loki through their Alloy sidecar. */
export function startTaskLogs(options: TaskLogsOptions): TaskLogs {
  const counts: LogCounts = { written: 0, cloudWatch: 0, cloudWatchFailed: 0, loki: 0, lost: 0 };
  const buffers = new Map<string, Buffer>();
  let round = 0;
  let delivery = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    round += 1;
    write(options.ecs, buffers, counts);
    if (busy) return;
    busy = true;
    const isCloudWatchRound = round % CLOUDWATCH_EVERY_ROUNDS === 0;
    delivery = deliver(options, buffers, counts, isCloudWatchRound).finally(() => {
      busy = false;
    });
  }, WRITE_EVERY_MS).unref();
  return {
    counts: () => counts,
    settled: () => delivery,
    async stop() {
      clearInterval(timer);
      await delivery;
    },
  };
}

function write(ecs: EcsSimulator, buffers: Map<string, Buffer>, counts: LogCounts): void {
  ecs.advance();
  const world = ecs.world();
  for (const task of world.tasks.values()) {
    if (task.lastStatus !== 'RUNNING') continue;
    const main = mainContainer(task);
    if (!main) continue;
    const buffer = buffers.get(task.id) ?? { task, cloudWatch: [], loki: [], isCollected: false };
    buffers.set(task.id, buffer);
    const sidecar = task.containers.find((container) => container.name === 'alloy');
    buffer.isCollected = sidecar?.lastStatus === 'RUNNING';
    const line = logLine(world.now, main.name, world.random);
    counts.written += 1;
    if (main.logDriver === 'awslogs') buffer.cloudWatch.push(line);
    if (sidecar && !taskFault(world, 'mute-logs', task)) buffer.loki.push(line);
  }
  for (const [id, { task, loki }] of buffers) {
    if (task.stoppedAt === undefined || world.now - task.stoppedAt < LINGER_MS) continue;
    counts.lost += loki.length;
    buffers.delete(id);
  }
}

function mainContainer(task: Task): Task['definition']['containers'][number] | undefined {
  return task.definition.containers.find((container) => container.essential);
}

async function deliver(
  options: TaskLogsOptions,
  buffers: ReadonlyMap<string, Buffer>,
  counts: LogCounts,
  isCloudWatchRound: boolean,
): Promise<void> {
  const all = [...buffers.values()];
  await Promise.all([
    deliverToLoki(options, all, counts),
    isCloudWatchRound ? deliverToCloudWatch(options, all, counts) : undefined,
  ]);
}

async function deliverToCloudWatch(
  { motoUrl, region }: TaskLogsOptions,
  buffers: readonly Buffer[],
  counts: LogCounts,
): Promise<void> {
  for (const buffer of buffers) {
    const lines = buffer.cloudWatch.splice(0);
    const main = mainContainer(buffer.task);
    if (lines.length === 0 || !main) continue;
    const { 'awslogs-group': group = '', 'awslogs-stream-prefix': prefix } = main.logOptions;
    const stream = prefix ? `${prefix}/${main.name}/${buffer.task.id}` : buffer.task.id;
    try {
      await putLogEvents(motoUrl, region, group, stream, lines);
      counts.cloudWatch += lines.length;
    } catch {
      // As with the non-blocking awslogs driver: the application goes on, the lines are gone.
      counts.cloudWatchFailed += lines.length;
    }
  }
}

async function deliverToLoki(
  { ecs, lokiUrl }: TaskLogsOptions,
  buffers: readonly Buffer[],
  counts: LogCounts,
): Promise<void> {
  const url = lokiUrl();
  const ready = buffers.filter((buffer) => buffer.isCollected && buffer.loki.length > 0);
  if (!url || ready.length === 0) return;
  const sent = ready.map((buffer) => ({ buffer, count: buffer.loki.length }));
  const outcome = await pushToLoki(
    url,
    ready.flatMap((buffer) => streamsOf(ecs.world(), buffer)),
  );
  if (outcome === 'retry') return;
  for (const { buffer, count } of sent) {
    buffer.loki.splice(0, count);
    counts[outcome === 'accepted' ? 'loki' : 'lost'] += count;
  }
}

function streamsOf(world: World, { task, loki }: Buffer): readonly LokiStream[] {
  const sidecar = task.definition.containers.find((container) => container.name === 'alloy');
  const isMislabelled = taskFault(world, 'wrong-labels', task) !== undefined;
  const labels = {
    service_name: isMislabelled ? 'unknown_service' : (sidecar?.environment['SERVICE_NAME'] ?? task.service),
    cluster: task.cluster,
    container_name: mainContainer(task)?.name ?? '',
    task_id: task.id,
  };
  const byLevel = Map.groupBy(loki, (line) => line.level);
  return [...byLevel].map(([level, lines]) => ({ labels: { ...labels, level }, lines }));
}
