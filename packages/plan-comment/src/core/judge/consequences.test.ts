import { describe, expect, test } from 'vitest';
import {
  type Consequences,
  type EarlierMove,
  forecast,
  type MovingService,
  parseConsequences,
} from './consequences.ts';

const SERVICE: MovingService = {
  service: 'worker',
  wave: 1,
  parallel: 1,
  tasks: 2,
  windowSeconds: 90,
  bakeSeconds: 600,
  kind: 'adot to alloy',
  capacity: undefined,
};
/** What a file says that has nothing to say of the whole. */
const SAID = { refusal: undefined, failure: undefined, incomparable: undefined };
const parsed = (document: object) => parseConsequences(JSON.stringify({ schema: 1, ...document }));

describe('a file', () => {
  test('is read as it is', () => {
    expect(parsed({ services: [SERVICE], refusal: 'no' })).toEqual({
      refusal: 'no',
      failure: undefined,
      incomparable: undefined,
      services: [SERVICE],
      history: undefined,
    });
    expect(parsed({ refusal: '' })).toEqual({
      refusal: undefined,
      failure: undefined,
      incomparable: undefined,
      services: [],
      history: undefined,
    });
    expect(parsed({ incomparable: 'why', failure: 'x' })).toMatchObject({ incomparable: 'why', failure: 'x' });
  });

  test.each<[string, unknown, number]>([
    ['none', undefined, 1],
    ['nought', 0, 1],
    ['below it', -2, 1],
    ['a text', '3', 1],
    ['three', 3, 3],
  ])('that says %s of how many move at once', (_, parallel, expected) => {
    expect(parsed({ services: [{ ...SERVICE, parallel }] })).toMatchObject({ services: [{ parallel: expected }] });
  });

  test.each(['service', 'kind', 'wave', 'tasks', 'windowSeconds', 'bakeSeconds'])(
    'without %s is a problem',
    (field) => {
      const problem = { problem: 'a service in the file lacks a field or has it in another form' };
      expect(parsed({ services: [SERVICE, { ...SERVICE, [field]: undefined }] })).toEqual(problem);
      expect(parsed({ services: [{ ...SERVICE, [field]: [] }] })).toEqual(problem);
    },
  );

  test('may say nought of counts and times, but nothing below it', () => {
    const none = { ...SERVICE, wave: 0, tasks: 0, windowSeconds: 0, bakeSeconds: 0 };
    expect(parsed({ services: [none] })).toMatchObject({ services: [none] });
    expect(parsed({ services: [{ ...none, tasks: -0.1 }] })).toHaveProperty('problem');
  });

  test.each<[string, string]>([
    ['no JSON', 'the file is not JSON'],
    ['{"schema":"a text that goes on and on"}', 'the file has the schema "a text that goes on, 1 is understood'],
    ['{}', 'the file has the schema null, 1 is understood'],
    ['{"schema":"1"}', 'the file has the schema "1", 1 is understood'],
  ])('%s', (content, problem) => expect(parseConsequences(content)).toEqual({ problem }));
});

describe('the history in it', () => {
  const move: EarlierMove = { service: 'worker', kind: 'k', outcome: 'promoted', seconds: 60 };
  const history = (value: unknown) => (parsed({ history: value }) as Consequences).history;

  test('has the moves that are whole', () => {
    const back = { ...move, outcome: 'rolled-back', seconds: 0 };
    const half = [
      { ...move, service: undefined },
      { ...move, kind: 1 },
      { ...move, outcome: 'held' },
      { ...move, seconds: -1 },
      null,
    ];
    expect(history({ status: 'read', moves: [move, ...half, back] })).toEqual({ status: 'read', moves: [move, back] });
    expect(history({ status: 'read' })).toEqual({ status: 'read', moves: [] });
  });

  test('may be unreadable, or not be there', () => {
    expect(history({ status: 'unreadable', why: 'w' })).toEqual({ status: 'unreadable', why: 'w' });
    expect(history({})).toEqual({ status: 'unreadable', why: 'the ledger couldn’t be read' });
    expect(history('read')).toBeUndefined();
  });
});

describe('a forecast', () => {
  const of = (services: Partial<MovingService>[], moves?: EarlierMove[]) => {
    const all = services.map((each, index) => ({ ...SERVICE, service: `s${index}`, ...each }));
    const history = moves && ({ status: 'read', moves } as const);
    return forecast({ ...SAID, services: all, history }, new Set(all.map(({ service }) => service)));
  };
  const ends = (...services: Partial<MovingService>[]) => of(services).map(({ earliestSeconds }) => earliestSeconds);

  test('moves one after the other, or as many at once as a wave allows', () => {
    expect(ends({}, {}, {})).toEqual([690, 1380, 2070]);
    const two = { parallel: 2 };
    expect(ends({ ...two, bakeSeconds: 10 }, { ...two, bakeSeconds: 20 }, two, two)).toEqual([100, 110, 790, 800]);
  });

  test('begins a wave after the last of the one before', () => {
    const two = { parallel: 2, windowSeconds: 0 };
    expect(ends({ ...two, bakeSeconds: 50 }, { ...two, bakeSeconds: 10 }, { ...two, wave: 2, bakeSeconds: 1 })).toEqual(
      [50, 10, 51],
    );
  });

  test('is of those that move', () => {
    const services = [SERVICE, { ...SERVICE, service: 'other' }];
    const found = forecast({ ...SAID, services, history: undefined }, new Set(['other']));
    expect(found).toEqual([{ ...SERVICE, service: 'other', earliestSeconds: 690, past: undefined }]);
  });

  const past = (...moves: Partial<EarlierMove>[]) =>
    of(
      [{}],
      moves.map((move) => ({ service: 's0', kind: SERVICE.kind, outcome: 'promoted', seconds: 10, ...move })),
    )[0]?.past;

  test('knows what moves of the service took, in proportion between two of them', () => {
    const none = { promoted: 0, rolledBack: 0, median: undefined, range: undefined };
    expect(past()).toEqual(none);
    expect(past({ service: 'x' }, { kind: 'x' })).toEqual(none);
    expect(past({ outcome: 'rolled-back' }, { seconds: 30 })).toEqual({
      ...none,
      promoted: 1,
      rolledBack: 1,
      median: 30,
    });
    expect(past({ seconds: 30 }, { seconds: 10 })).toEqual({ ...none, promoted: 2, median: 20 });
    expect(past({ seconds: 100 }, { seconds: 9 }, { seconds: 20 })).toMatchObject({
      median: 20,
      range: [expect.closeTo(10.1), expect.closeTo(92)],
    });
  });

  test('has no past where the history can’t be read', () => {
    const history = { status: 'unreadable', why: 'w' } as const;
    const [found] = forecast({ ...SAID, services: [SERVICE], history }, new Set(['worker']));
    expect(found?.past).toBeUndefined();
  });
});
