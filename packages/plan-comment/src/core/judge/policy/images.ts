import { child, items, parseEmbedded, text } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { code, type Hit, says } from './finding.ts';

/** Container images that another day may be other ones. */
export function looseImages({ type, after }: ResourceChange): Hit[] {
  return imagesOf(type, after).flatMap((image): Hit[] => {
    if (image.includes('@sha256:')) return [];
    const tag = /:([^:/]+)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest') {
      return [{ rule: 'image-latest', severity: 'warning', message: says`image ${code(image)} has no fixed version` }];
    }
    return [{ rule: 'image-digest', severity: 'notice', message: says`image ${code(image)} has no digest` }];
  });
}

function imagesOf(type: string, after: ResourceChange['after']): string[] {
  const given =
    type === 'aws_ecs_task_definition'
      ? items(parseEmbedded(text(child(after, 'container_definitions')) ?? '')).map((one) => child(one, 'image'))
      : type === 'aws_lambda_function'
        ? [child(after, 'image_uri')]
        : [];
  return given.filter((image) => typeof image === 'string' && image !== '') as string[];
}
