import { asObject, objects, text } from '@loki-adoption/ecs-simulator';
import { parseDocument } from 'yaml';
import { asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

/** API_CreateRuleGroupsNamespace: namespace and group together. */
const LONGEST_NAMES = 721;

/** `data` is a rules file of Prometheus (prometheus.io/docs/prometheus/latest/configuration/recording_rules, "Syntax-checking rules"), in base64. */
const rulesFile: Rule = ({ name, data }) => {
  const finding = findingIn(Buffer.from(String(data), 'base64').toString(), String(name));
  return finding === undefined ? undefined : refuse('ValidationException', finding);
};

function findingIn(yaml: string, namespace: string): string | undefined {
  const document = parseDocument(yaml);
  const [error] = document.errors;
  if (error) return `The rules file is not YAML: ${error.message}`;
  const file = asObject(document.toJS());
  if (!Array.isArray(file?.['groups'])) return 'The rules file has no groups.';
  const groups = objects(file['groups']);
  const names = groups.map((group) => text(group['name']));
  const unnamed = names.indexOf(undefined);
  if (unnamed >= 0) return `Groupname must not be empty (group ${unnamed + 1} of the rules file).`;
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) return `groupname: "${twice}" is repeated in the same file`;
  const long = names.find((name) => Buffer.byteLength(`${namespace}${name}`) > LONGEST_NAMES);
  if (long) return `Namespace and group "${long}" have more than ${LONGEST_NAMES} bytes together.`;
  for (const group of groups) {
    for (const rule of objects(group['rules'])) {
      const where = `of group "${group['name']}"`;
      const kinds = ['record', 'alert'].filter((kind) => text(rule[kind]));
      if (kinds.length !== 1) return `A rule ${where} has to have one of 'record' and 'alert'.`;
      if (!text(rule['expr'])) return `field 'expr' must be set in rule "${rule[kinds[0] ?? '']}" ${where}`;
    }
  }
  return undefined;
}

/** docs.aws.amazon.com/prometheus/latest/APIReference. */
export const APS: ServiceRules = {
  invalid: 'ValidationException',
  writes: {
    CreateRuleGroupsNamespace: rulesFile,
    DeleteRuleGroupsNamespace: asModelled,
    PutRuleGroupsNamespace: rulesFile,
    TagResource: asModelled,
    UntagResource: asModelled,
  },
};
