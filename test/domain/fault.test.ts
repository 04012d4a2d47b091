import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActiveFault,
  applyFaultRecord,
  chooseFaults,
  type FaultOccasion,
  type FaultState,
  fitsFault,
  usesLeft,
} from '../../server/domain/fault.js';
import { createChoice, shuffle } from '../../server/domain/fault-choice.js';
import { faultNames, kindOf } from '../../server/domain/fault-kinds.js';
import { type FaultWhen, parseFaultSpec } from '../../server/domain/fault-spec.js';
import type { LogRecord } from '../../server/protocol/records.js';

const START_MS = Date.UTC(2026, 0, 1);
const occasion: FaultOccasion = {
  lane: 'default',
  provider: 'one',
  payment: '1',
  status: 'PAID',
  attempt: 2,
  endpoint: 'http://localhost:1/hooks',
};
const when: fc.Arbitrary<FaultWhen> = fc.record(
  {
    provider: fc.constantFrom('one', 'two'),
    payment: fc.constantFrom('1', '2'),
    status: fc.constantFrom('PAID', 'OPEN'),
    attempt: fc.oneof(fc.constantFrom(1, 2, 3), fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 3 })),
    endpoint: fc.constantFrom('/hooks', 'elsewhere'),
  },
  { requiredKeys: [] },
);

function createState(): FaultState {
  return { faults: new Map(), keptBack: new Map(), deliveries: new Map(), payments: new Map() };
}

function makeFault(asked: object, uses = 0): ActiveFault {
  return { id: 'fault_1', lane: 'default', spec: parseFaultSpec({ fault: 'duplicate', ...asked }), setAtMs: START_MS, uses };
}

function makeRecord(body: object, atMs = START_MS): LogRecord {
  return { seq: 1, at: new Date(atMs).toISOString(), lane: 'default', ...body } as LogRecord;
}

describe('a fault', () => {
  test('fits exactly when everything fits that it names', () => {
    fc.assert(
      fc.property(when, (asked) => {
        const expected = Object.entries(asked).every(([name, value]) => {
          if (name === 'attempt') return [value].flat().includes(2);
          if (name === 'endpoint') return value === '/hooks';
          return occasion[name as keyof FaultOccasion] === value;
        });
        expect(fitsFault(makeFault({ when: asked }), occasion, START_MS)).toBe(expected);
      }),
    );
  });

  test('never takes effect more often than it may, nor after its time, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.record({ times: fc.integer({ min: 1, max: 5 }), forMs: fc.integer({ min: 1, max: 1_000 }) }, { requiredKeys: [] }),
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
        (bounds, steps) => {
          const state = createState();
          const spec = parseFaultSpec({ fault: 'duplicate', ...bounds });
          applyFaultRecord(state, makeRecord({ type: 'fault.set', faultId: 'fault_1', spec }));
          let nowMs = START_MS;
          let used = 0;
          for (const step of steps) {
            nowMs += step;
            const [fault] = chooseFaults(state.faults.values(), occasion, nowMs, () => true);
            if (!fault) continue;
            used++;
            expect(nowMs - START_MS).toBeLessThan(bounds.forMs ?? Number.POSITIVE_INFINITY);
            const body = { type: 'fault.used', faultId: 'fault_1', fault: 'duplicate', paymentId: null, sentence: '' };
            applyFaultRecord(state, makeRecord(body, nowMs));
          }
          expect(used).toBeLessThanOrEqual(bounds.times ?? (bounds.forMs === undefined ? 1 : 1_000));
          const left = state.faults.get('fault_1');
          expect(left && usesLeft(left)).toBe(Number(spec.times) - used);
        },
      ),
    );
  });

  test('belongs to its lane', () => {
    expect(fitsFault(makeFault({}), { ...occasion, lane: 'other' }, START_MS)).toBe(false);
  });

  test('of several, those that do different things apply in the order of the catalogue, of the same the oldest', () => {
    const names = ['key-rotated', 'wrong-secret', 'duplicate', 'wrong-secret', 'delayed'];
    const faults = names.map((fault, index) => ({ ...makeFault({ fault }), id: `fault_${index}` }));
    const chosen = chooseFaults(faults, occasion, START_MS, () => true);
    expect(chosen.map(({ id }) => id)).toEqual(['fault_4', 'fault_1', 'fault_2', 'fault_0']);
  });

  test('two that mangle different headers both apply', () => {
    const headers = ['A', 'b', 'a'].map((header) => makeFault({ fault: 'mangled-header', header }));
    expect(chooseFaults(headers, occasion, START_MS, () => true)).toHaveLength(2);
  });
});

describe('what is asked for', () => {
  test.each(faultNames)('%s needs nothing but its name, and what is stored is asked for again without a change', (fault) => {
    const spec = parseFaultSpec({ fault });
    expect(spec).toMatchObject({ fault, times: 1, seed: 0 });
    expect(parseFaultSpec(spec)).toEqual(spec);
    expect(kindOf(fault)).toMatchObject({ title: expect.stringMatching(/^\S/), sentence: expect.stringMatching(/\.$/) });
  });

  test('is accepted or refused in words, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...faultNames), (value, fault) => {
        for (const asked of [
          value,
          { fault, when: value },
          { fault, times: value },
          { fault, seed: value, ...(value as object) },
        ]) {
          try {
            parseFaultSpec(asked);
          } catch (error) {
            expect(error).toMatchObject({ name: 'HarnessError', code: expect.stringMatching(/^(unknown|invalid)_fault$/) });
          }
        }
      }),
    );
  });
});

describe('a choice', () => {
  test('stays below its limit and is the same again for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000_000 }), (seed, limit) => {
        const [one, again] = [createChoice(seed), createChoice(seed)];
        for (let count = 0; count < 5; count++) {
          const drawn = one.below(limit);
          expect(drawn).toBe(again.below(limit));
          expect(drawn >= 0 && drawn < limit && Number.isInteger(drawn)).toBe(true);
        }
      }),
    );
  });

  test('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (seed, items) => {
        expect(shuffle(items, createChoice(seed)).sort()).toEqual([...items].sort());
      }),
    );
  });
});
