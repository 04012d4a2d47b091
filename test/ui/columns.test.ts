import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, readColumns, toggleColumn, writeColumns } from '../../ui/src/columns/columns.js';

describe('the columns of the list', () => {
  test('are the usual ones when nothing is said, and then nothing is written', () => {
    expect(readColumns('').map(({ id }) => id)).toContain('verdict');
    expect(writeColumns(readColumns(''))).toBe('');
  });

  test('come back as they were chosen, in their own order, always with what happened', () => {
    fc.assert(
      fc.property(fc.subarray(columns.map(({ id }) => id)), (ids) => {
        const chosen = readColumns(ids.toReversed().join(',') || 'sentence');
        expect(chosen.map(({ id }) => id)).toEqual(
          columns.map(({ id }) => id).filter((id) => id === 'sentence' || ids.includes(id)),
        );
        expect(readColumns(writeColumns(chosen))).toEqual(chosen);
      }),
    );
  });

  test('are shown and hidden one by one', () => {
    const without = toggleColumn(readColumns(''), 'time');
    expect(without.map(({ id }) => id)).not.toContain('time');
    expect(toggleColumn(without, 'time')).toEqual(readColumns(''));
    expect(toggleColumn(without, 'sentence')).toEqual(without);
  });

  test('that nobody knows are left out', () => {
    expect(readColumns('time,<script>,sentence').map(({ id }) => id)).toEqual(['time', 'sentence']);
  });
});
