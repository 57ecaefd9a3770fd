import { attributes, type Block, component, reference } from './syntax.ts';

/** Reads the containers that `discovery.relabel.<name>` finds, for `loki.process.<name>`. */
export function dockerSource(name: string, docker: string): Block {
  return component(
    'loki.source.docker',
    name,
    ...attributes({
      host: docker,
      targets: reference(`discovery.relabel.${name}.output`),
      forward_to: [reference(`loki.process.${name}.receiver`)],
    }),
  );
}
