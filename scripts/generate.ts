import { readFileSync, writeFileSync } from 'node:fs';
import { schemaFile } from '../packages/environment/src/index.ts';
import { GATES_README, withGates } from './gate-docs.ts';
import { terraformReadmes } from './terraform-docs.ts';
import { bundledPackages } from './third-party/bundled-packages.ts';
import { NOTICES, noticesFile } from './third-party/notices.ts';

// What is generated and committed; a contract test fails when it is stale.
writeFileSync('environments/schema.json', schemaFile());
for (const [path, content] of terraformReadmes('.')) writeFileSync(path, content);
writeFileSync(GATES_README, withGates(readFileSync(GATES_README, 'utf8')));
// Of the bundles as they are: build them first.
writeFileSync(NOTICES, noticesFile(bundledPackages('.')));
