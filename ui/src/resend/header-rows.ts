import type { HeaderRow } from './draft.js';

/** Edits of the list of headers; all of them give a new list. A row that does not exist changes nothing. */
export function changeRow(
  rows: readonly HeaderRow[],
  id: number,
  change: Partial<Pick<HeaderRow, 'name' | 'value'>>,
): HeaderRow[] {
  return rows.map((row) => (row.id === id ? { ...row, ...change } : row));
}

/** One more row at the end, empty unless told otherwise. */
export function addRow(rows: readonly HeaderRow[], name = '', value = ''): HeaderRow[] {
  return [...rows, { id: Math.max(0, ...rows.map(({ id }) => id)) + 1, name, value }];
}

export function removeRow(rows: readonly HeaderRow[], id: number): HeaderRow[] {
  return rows.filter((row) => row.id !== id);
}

/** Moves a row by one place; at the end of the list it stays. */
export function moveRow(rows: readonly HeaderRow[], id: number, by: 1 | -1): HeaderRow[] {
  const from = rows.findIndex((row) => row.id === id);
  const row = rows[from];
  const neighbour = rows[from + by];
  if (!row || !neighbour) return [...rows];
  return rows.map((other) => (other === row ? neighbour : other === neighbour ? row : other));
}
