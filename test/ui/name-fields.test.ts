import { expect, test } from 'vitest';
import { nameFields } from '../../ui/src/checks/name-fields.js';

test.each([
  ['Skipped: it needs --create: only an app that made the order knows.', 'needs “Create an order”: only an app'],
  ['whether it acted cannot be seen without --probe.', 'without “Probe”.'],
  ['used up; raise --max-requests.', 'raise “Requests at most”.'],
  ['it needs an operator: --interactive.', 'operator: paystage check --interactive at the command line.'],
  ['If it should, add --encryption-key.', 'add paystage check --encryption-key at the command line.'],
  ['An order of chk--probe stays.', 'chk--probe stays'],
])('the options in "%s" get the names of the page', (sentence, says) => {
  expect(nameFields(sentence)).toContain(says);
});
