import { type ApiModel, type Member, type Shape, shapeOf } from '../api-model.ts';
import { scalar } from './scalar.ts';

/** The parts of the names of a form: `Tags.member.1.Key`. */
interface Node {
  text?: string;
  readonly parts: Map<string, Node>;
}

/** The input of a request of the protocols `query` and `ec2`, by the members of its shape. */
export function fromForm(model: ApiModel, input: Member, form: URLSearchParams, ec2: boolean): unknown {
  const root: Node = { parts: new Map() };
  for (const [name, value] of form) {
    let node = root;
    for (const part of name.split('.')) {
      const next = node.parts.get(part) ?? { parts: new Map() };
      node.parts.set(part, next);
      node = next;
    }
    node.text = value;
  }
  return read(model, shapeOf(model, input), root, ec2);
}

function read(model: ApiModel, shape: Shape, node: Node, ec2: boolean): unknown {
  if (shape.type === 'structure') {
    const found = Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
      const part = node.parts.get(wireName(model, name, member, ec2));
      return part === undefined ? [] : [[name, read(model, shapeOf(model, member), part, ec2)]];
    });
    return Object.fromEntries(found);
  }
  if (shape.type === 'list' && shape.member) {
    const element = shapeOf(model, shape.member);
    return numbered(ec2 || shape.flattened ? node : node.parts.get(shape.member.locationName ?? 'member')).map((item) =>
      read(model, element, item, ec2),
    );
  }
  if (shape.type === 'map' && shape.key && shape.value) {
    const { key, value } = shape;
    const entries = numbered(shape.flattened ? node : node.parts.get('entry'));
    return Object.fromEntries(
      entries.map(({ parts }) => [
        parts.get(key.locationName ?? 'key')?.text ?? '',
        read(model, shapeOf(model, value), parts.get(value.locationName ?? 'value') ?? { parts: new Map() }, ec2),
      ]),
    );
  }
  return scalar(shape.type, node.text ?? '');
}

function numbered(node: Node | undefined): Node[] {
  return [...(node?.parts ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, item]) => item);
}

/** EC2 has names of its own for requests, or capitalizes those of its answers. */
function wireName(model: ApiModel, name: string, member: Member, ec2: boolean): string {
  if (ec2) {
    const given = member.locationName ?? name;
    return member.queryName ?? given.charAt(0).toUpperCase() + given.slice(1);
  }
  const shape = shapeOf(model, member);
  return (shape.flattened ? shape.member?.locationName : undefined) ?? member.locationName ?? name;
}
