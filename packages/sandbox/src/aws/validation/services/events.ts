import { type Json, objects } from '@loki-adoption/ecs-simulator';
import type { Refusal } from '../refusal.ts';
import { asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

function invalid(message: string): Refusal {
  return refuse('ValidationException', message);
}

/** API_PutTargets: at most five targets a rule; Input, InputPath and InputTransformer exclude each other; Input is JSON. */
const targets: Rule = ({ Targets }) => {
  const given = objects(Targets);
  if (given.length > 5)
    return refuse('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
  return given.map(target).find((refusal) => refusal !== undefined);
};

function target(given: Json): Refusal | undefined {
  const inputs = ['Input', 'InputPath', 'InputTransformer'].filter((name) => given[name] !== undefined);
  if (inputs.length > 1) {
    return invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${given['Id']}.`);
  }
  return given['Input'] === undefined || isJson(given['Input'])
    ? undefined
    : invalid(`JSON syntax error in input for target ${given['Id']}.`);
}

function isJson(input: unknown): boolean {
  try {
    return JSON.parse(String(input)) !== undefined;
  } catch {
    return false;
  }
}

/** docs.aws.amazon.com/eventbridge/latest/APIReference. A rule's pattern, and that it has one or a schedule, moto checks. */
export const EVENTS: ServiceRules = {
  invalid: 'ValidationException',
  writes: {
    DeleteRule: asModelled,
    PutRule: asModelled,
    PutTargets: targets,
    RemoveTargets: asModelled,
    TagResource: asModelled,
    UntagResource: asModelled,
  },
};
