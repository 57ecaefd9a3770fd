import { expect, it } from 'vitest';
import { type Deployment, goneEnvironments } from './gone-environments.ts';

const deployment = (name: string, other: Partial<Deployment> = {}): Deployment => ({
  region: 'eu-west-1',
  bucket: 'state',
  key: `${name}/terraform.tfstate`,
  cluster: `111122223333/${name}`,
  ...other,
});
const environments = (...found: (readonly [name: string, was: Deployment])[]) => new Map(found);

const DEV = deployment('dev');
const PROD = deployment('prod');
const BEFORE = environments(['dev', DEV], ['prod', PROD]);

it('leaves nothing behind where nothing of it changes', () => {
  expect(goneEnvironments(BEFORE, environments(['dev', DEV], ['new', deployment('new')], ['prod', PROD]))).toEqual([]);
});

it('finds what is deleted, renamed, or keeps its state elsewhere', () => {
  const moved = { ...PROD, key: 'prod-2/terraform.tfstate' };
  expect(goneEnvironments(BEFORE, environments(['prod', moved]))).toEqual([
    { environment: 'dev', how: 'deleted', was: DEV },
    { environment: 'prod', how: 'moved', was: PROD },
  ]);
  expect(goneEnvironments(BEFORE, environments(['dev-eu', DEV], ['prod', PROD]))).toEqual([
    { environment: 'dev', how: 'renamed', to: 'dev-eu', was: DEV },
  ]);
  const other = { ...DEV, key: 'dev-eu/terraform.tfstate' };
  expect(goneEnvironments(BEFORE, environments(['dev-eu', other], ['prod', PROD]))).toMatchObject([
    { how: 'renamed', to: 'dev-eu' },
  ]);
});

it('names of two environments that change places are both noticed', () => {
  expect(goneEnvironments(BEFORE, environments(['dev', PROD], ['prod', DEV]))).toMatchObject([
    { environment: 'dev', how: 'moved' },
    { environment: 'prod', how: 'moved' },
  ]);
});

it('what was there already has not got the name of another', () => {
  expect(goneEnvironments(environments(['a', DEV], ['b', DEV]), environments(['b', DEV]))).toMatchObject([
    { environment: 'a', how: 'deleted' },
  ]);
});

it('what can not be read is like nothing else', () => {
  const unreadable = { region: '', bucket: '', key: '', cluster: '' };
  expect(goneEnvironments(environments(['a', unreadable]), environments(['b', unreadable]))).toMatchObject([
    { environment: 'a', how: 'deleted' },
  ]);
  expect(goneEnvironments(environments(['a', DEV]), environments(['a', unreadable]))).toEqual([]);
});
