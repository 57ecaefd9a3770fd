import { asObject } from '@loki-adoption/ecs-simulator';
import { type ApiModel, type Operation, shapeOf } from './api-model.ts';
import type { AwsRequest, Protocol } from './aws-request.ts';
import { check } from './constraints.ts';
import { type Answer, answerOf, MALFORMED_XML, type Refusal, refusalOf } from './refusal.ts';
import type { ServiceRules } from './rules.ts';
import { serviceRules } from './services/index.ts';
import { fromForm } from './wire/form.ts';
import { fromJson } from './wire/json.ts';
import { fromRest, type Route, routeOf } from './wire/rest.ts';

export { apiModels } from './api-model.ts';
export type { AwsRequest } from './aws-request.ts';
export type { Answer } from './refusal.ts';

export interface RequestCheck {
  /** AWS's refusal of this request, or undefined where moto has the word. */
  refusal(request: AwsRequest): Answer | undefined;
  /** Writes that `services` doesn't know, such as `logs:PutSubscriptionFilter`, and what no API model has. */
  unknownWrites(): readonly string[];
}

/** Holds requests against the API's model and against what AWS's pages say beyond it. It remembers what roles have. */
export function createRequestCheck(models: (service: string) => ApiModel | undefined): RequestCheck {
  const rules = serviceRules();
  const unknown = new Set<string>();
  return {
    unknownWrites: () => [...unknown].sort(),
    refusal(request) {
      const model = models(request.service);
      const asked = model && readRequest(model, request);
      if (model === undefined || asked === undefined) {
        unknown.add(`${request.service}:${request.headers['x-amz-target'] ?? `${request.method} ${request.url}`}`);
        return undefined;
      }
      const service = rules[request.service];
      const { name } = asked.operation;
      if (!READ.test(name) && !service?.writes[name]) unknown.add(`${request.service}:${name}`);
      const refusal = refusalFor(model, asked, request, service);
      return refusal && answerOf(refusal, asked.protocol);
    },
  };
}

const READ = /^(Describe|Get|Head|List)/;

interface Asked {
  readonly operation: Operation;
  readonly protocol: Protocol;
  /** By the members of the operation's shape; undefined where the body can't be read. */
  readonly input: unknown;
}

function readRequest(model: ApiModel, request: AwsRequest): Asked | undefined {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const operation = model.operations[String(target).replace(/^.*\./, '')];
    return operation && { operation, protocol: 'json', input: fromJson(request.body?.toString() ?? '') };
  }
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(request.body?.toString());
    const operation = model.operations[form.get('Action') ?? ''];
    if (operation === undefined) return undefined;
    const ec2 = model.metadata.protocols.includes('ec2');
    const input = operation.input ? fromForm(model, operation.input, form, ec2) : {};
    return { operation, protocol: ec2 ? 'ec2' : 'query', input };
  }
  const protocol = model.metadata.protocols.find((name) => name === 'rest-json' || name === 'rest-xml');
  const route: Route | undefined = protocol && routeOf(model, request);
  return route && protocol && { operation: route.operation, protocol, input: fromRest(model, route, request) };
}

function refusalFor(
  model: ApiModel,
  { operation, protocol, input }: Asked,
  request: AwsRequest,
  service: ServiceRules | undefined,
): Refusal | undefined {
  const object = asObject(input);
  if (object === undefined) {
    return protocol === 'rest-xml'
      ? MALFORMED_XML
      : { code: 'SerializationException', message: 'The body is not a JSON object.' };
  }
  if (operation.httpChecksum?.requestChecksumRequired && !hasChecksum(request)) {
    // The words of boto/botocore#3415.
    const message = 'Missing required header for this request: Content-MD5';
    return { code: 'InvalidRequest', message };
  }
  // An object's content streams past unread.
  const shape = operation.input ? shapeOf(model, operation.input) : undefined;
  const findings = shape ? check(model, shape, object) : [];
  return (
    refusalOf(
      findings,
      protocol,
      service?.invalid ?? (protocol === 'query' ? 'ValidationError' : 'ValidationException'),
    ) ?? service?.writes[operation.name]?.(object)
  );
}

function hasChecksum({ headers }: AwsRequest): boolean {
  return Object.keys(headers).some((name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'));
}
