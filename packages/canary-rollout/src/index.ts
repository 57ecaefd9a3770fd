import { runAction } from '@loki-adoption/action-kit';
import { main } from './main.ts';

await runAction(main);
