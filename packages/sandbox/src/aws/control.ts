import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { EcsSimulator } from '@loki-adoption/ecs-simulator';
import { sendAws, sendAwsError } from '../ecs/http.ts';

export interface ControlOptions {
  readonly ecs: EcsSimulator;
  /** What `/_sandbox/state` shows. */
  readonly state: () => unknown;
  /** What `/_sandbox/resources` shows. */
  readonly resources: () => unknown;
}

/** `/_sandbox/health`, `state`, `resources` and `faults[/id]` (GET, POST, DELETE): the sandbox's own controls. */
export async function answerControl(
  { ecs, state, resources }: ControlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, , what, id] = pathname.split('/');
    const route = `${request.method} ${what}`;
    if (route === 'GET health') sendAws(response, 200, { status: 'ok' });
    else if (route === 'GET state') sendAws(response, 200, state());
    else if (route === 'GET resources') sendAws(response, 200, resources());
    else if (route === 'GET faults') sendAws(response, 200, { faults: ecs.world().faults });
    else if (route === 'POST faults') sendAws(response, 200, ecs.addFault(JSON.parse(await text(request))));
    else if (route === 'DELETE faults') sendAws(response, 200, { removed: ecs.clearFaults(id) });
    else sendAws(response, 404, { __type: 'NotFound', message: `The sandbox has no ${request.method} ${pathname}.` });
  } catch (error) {
    sendAwsError(response, error);
  }
}
