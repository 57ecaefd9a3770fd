import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { asObject, EcsError, type EcsSimulator } from '@loki-adoption/ecs-simulator';

const JSON_TYPE = 'application/x-amz-json-1.1';

/** Answers one request of the AWS JSON 1.1 protocol, `X-Amz-Target: AmazonEC2ContainerServiceV20141113.<action>`. */
export async function answerEcs(
  simulator: EcsSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const input = asObject(JSON.parse((await text(request)) || '{}'));
    const action = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    if (!input) throw new EcsError('SerializationException', 'The body is not a JSON object.');
    sendAws(response, 200, simulator.call(action, input));
  } catch (error) {
    sendAwsError(response, error);
  }
}

export function sendAws(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': JSON_TYPE });
  response.end(JSON.stringify(body));
}

/** Errors of the API with its code and status 400, what isn't one as the API's 500. */
export function sendAwsError(response: ServerResponse, error: unknown): void {
  if (error instanceof EcsError) {
    sendAws(response, 400, { __type: error.code, message: error.message });
    return;
  }
  if (error instanceof SyntaxError) {
    sendAws(response, 400, { __type: 'SerializationException', message: error.message });
    return;
  }
  sendAws(response, 500, { __type: 'ServerException', message: String(error) });
}
