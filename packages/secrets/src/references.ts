/** Whether a value is no secret whatever its name: nothing, a switch, or a reference to where the secret is. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return text === '' || SWITCH.test(text) || REFERENCE.test(text);
}

const SWITCH = /^(?:true|false|yes|no|on|off|none|null|nil|enabled|disabled|required|optional)$/i;

const REFERENCE = new RegExp(
  [
    // Of a shell, ECS, Grafana, a template.
    '\\$\\{[^}]*\\}',
    '\\$\\([^)]*\\)',
    '\\$[A-Z_][A-Z0-9_]*',
    '\\$__[a-z]+\\{[^}]*\\}',
    '\\{\\{[^}]*\\}\\}',
    '<[^<>]*>',
    '%[A-Z_]+%',
    // Hidden already.
    '\\*+|…|\\.\\.\\.|\\((?:hidden|sensitive)[^)]*\\)',
    // Where it is kept.
    'arn:aws[a-z-]*:[a-z0-9-]+:[!-~]*',
    '(?:file|op|vault|ssm|secretsmanager|awssm|awsssm):[!-~]+',
    '/(?:app|etc|home|mnt|opt|run|tmp|usr|var)/[\\w./-]+',
  ]
    .map((part) => `^(?:${part})$`)
    .join('|'),
);
