import { asObject } from '@loki-adoption/ecs-simulator';
import { type ApiModel, type Member, type Operation, type Shape, shapeOf } from '../api-model.ts';
import type { AwsRequest } from '../aws-request.ts';
import { fromJson } from './json.ts';
import { scalar } from './scalar.ts';
import { type Element, parseXml } from './xml.ts';

/** An operation that a REST request asks for, and what its path says. */
export interface Route {
  readonly operation: Operation;
  readonly labels: Readonly<Record<string, string>>;
}

/** The operation whose method, path and required parts of the query and the headers this request has; of several, the one that names most. */
export function routeOf(model: ApiModel, request: AwsRequest): Route | undefined {
  const { path, query } = splitUrl(request.url);
  const found = Object.values(model.operations).flatMap((operation) => {
    const [template = '', literals] = operation.http.requestUri.split('?');
    if (operation.http.method !== request.method) return [];
    const labels = labelsOf(template, path);
    const wanted = [...new URLSearchParams(literals)];
    const needs = requiredElsewhere(model, operation);
    const has =
      labels !== undefined &&
      wanted.every(([name, value]) => query.has(name) && (value === '' || query.get(name) === value)) &&
      needs.every(({ location, locationName = '' }) =>
        location === 'header' ? locationName.toLowerCase() in request.headers : query.has(locationName),
      );
    return has ? [{ operation, labels, named: wanted.length + needs.length - (operation.deprecated ? 0.5 : 0) }] : [];
  });
  return found.sort((one, other) => other.named - one.named)[0];
}

function splitUrl(url: string) {
  const [path = '', query] = url.split('?');
  return { path: path.replace(/\/$/, ''), query: new URLSearchParams(query) };
}

/** `/{Bucket}/{Key+}`: a label is one segment of the path, with a plus any number of them. */
function labelsOf(template: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = template.replace(/\/$/, '').replace(/\{([^+}]+)(\+?)\}|\./g, (_, name, greedy) => {
    if (name === undefined) return '\\.';
    names.push(name);
    return greedy ? '(.+)' : '([^/]+)';
  });
  const match = path.match(new RegExp(`^${source}$`));
  return match === null
    ? undefined
    : Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')]));
}

function requiredElsewhere(model: ApiModel, operation: Operation): readonly Member[] {
  const { members = {}, required = [] } = inputOf(model, operation);
  return required.flatMap((name) => {
    const member = members[name];
    return member?.location === 'querystring' || member?.location === 'header' ? [member] : [];
  });
}

function inputOf(model: ApiModel, { input }: Operation): Shape {
  return input ? shapeOf(model, input) : { type: 'structure' };
}

/** The input by the members of its shape; undefined where the body isn't the JSON or XML that it should be. */
export function fromRest(model: ApiModel, { operation, labels }: Route, request: AwsRequest): unknown {
  const shape = inputOf(model, operation);
  const { query } = splitUrl(request.url);
  const input: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const wire = member.locationName ?? name;
    const text =
      member.location === 'uri'
        ? labels[wire]
        : member.location === 'querystring'
          ? query.get(wire)
          : member.location === 'header'
            ? request.headers[wire.toLowerCase()]
            : undefined;
    if (typeof text === 'string') input[name] = scalar(shapeOf(model, member).type, text);
  }
  const text = request.body?.toString() ?? '';
  const payload = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  if (shape.payload !== undefined && payload !== undefined && shapeOf(model, payload).type !== 'structure') {
    return text === '' ? input : { ...input, [shape.payload]: text };
  }
  if (text === '') return input;
  const body = bodyOf(model, payload ? shapeOf(model, payload) : shape, text);
  if (body === undefined) return undefined;
  return shape.payload === undefined ? { ...input, ...body } : { ...input, [shape.payload]: body };
}

function bodyOf(model: ApiModel, shape: Shape, text: string): Readonly<Record<string, unknown>> | undefined {
  if (!model.metadata.protocols.includes('rest-xml')) return fromJson(text);
  const root = parseXml(text);
  return root && asObject(fromElement(model, shape, root));
}

function fromElement(model: ApiModel, shape: Shape, element: Element): unknown {
  if (shape.type === 'structure') {
    const found = Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
      const inner = shapeOf(model, member);
      const named = element.children.filter((child) => child.name === (member.locationName ?? name));
      const [first] = named;
      if (first === undefined) return [];
      const flat = inner.type === 'list' && (inner.flattened ?? member.flattened) === true;
      return [[name, flat ? items(model, inner, named) : fromElement(model, inner, first)]];
    });
    return Object.fromEntries(found);
  }
  if (shape.type === 'list') return items(model, shape, element.children);
  return scalar(shape.type, element.text);
}

function items(model: ApiModel, list: Shape, elements: readonly Element[]): unknown[] {
  const shape = list.member ? shapeOf(model, list.member) : { type: 'unknown' };
  return elements.map((element) => fromElement(model, shape, element));
}
