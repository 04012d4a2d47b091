import { z } from 'zod';
import {
  count,
  eventStatus,
  filledText,
  httpStatus,
  jsonPath,
  limit,
  oneOrMany,
  realDuration,
  realLimit,
  recordPattern,
  status,
  valuesAtPaths,
  yes,
} from './schema-parts.js';

/** What `acknowledged` says about deliveries, in an expectation and in a wait. */
export const acknowledgedWish = z.union(
  [
    yes.transform(() => ({})),
    eventStatus.transform((event) => ({ event })),
    z.strictObject({
      event: eventStatus.optional().describe('Only the event of this status; left out: every event of the payment.'),
      attempts: count(1, 1_000).optional().describe('In at most this many attempts.'),
      within: limit.optional().describe('In at most this long after the event, by the clock of the lane.'),
    }),
  ],
  { error: 'true, the status of an event, or a map with event, attempts and within' },
);

const refusedWish = z.union(
  [
    yes.transform(() => ({})),
    eventStatus.transform((event) => ({ event })),
    z.strictObject({
      event: eventStatus.optional().describe('Only the event of this status; left out: every event of the payment.'),
      fault: filledText.meta({ $ref: '#/$defs/faultName' }).optional().describe('Only attempts with this fault.'),
      status: httpStatus.optional().describe('With this HTTP status; left out: with 4xx.'),
    }),
  ],
  { error: 'true, the status of an event, or a map with event, fault and status' },
);

const visitWish = z.union(
  [
    yes.transform(() => ({})),
    z.strictObject({
      status: httpStatus.optional().describe('HTTP status of the last page.'),
      url: filledText.optional().describe('A piece of its address.'),
      text: filledText.optional().describe('A piece of its text.'),
    }),
  ],
  { error: 'true, or a map with status, url and text' },
);

const recordsWish = z.strictObject(
  {
    match: recordPattern.describe(
      'Fields that the record has; { contains: text } looks for a piece, response.status is a field within a field.',
    ),
    count: count(0, 100_000).optional().describe('Exactly as many; left out: at least one.'),
  },
  { error: 'a map with match and count' },
);

/** Every expectation by its name. At least one stands in `expect`. */
export const expectationSchemas = {
  acknowledged: acknowledgedWish.describe("The app acknowledged the payment's events by the provider's rule."),
  refused: refusedWish.describe('The app refused the deliveries: each was answered with 4xx.'),
  acted: count(0, 1_000).describe('How often the app acted on the payment, by its probe: 0 not at all, 1 exactly once.'),
  redirect: visitWish.describe("The customer's last visit came back to the app and ended on such a page."),
  status: status.describe('The payment has this status, or this outcome.'),
  probe: valuesAtPaths.describe("Values in the answer of the app's probe, by JSON path."),
  order: z
    .array(recordPattern, { error: 'a list of records' })
    .min(1, { error: 'at least one record' })
    .describe('Records like these follow each other; others may stand between them.'),
  records: oneOrMany(recordsWish, 'a map with match and count, or a list of them').describe('So many records look like this.'),
  'nothing pending': yes.describe('No delivery waits, no redirect is held, nothing is under way.'),
} as const;

export type ExpectationName = keyof typeof expectationSchemas;
export const expectationNames = Object.keys(expectationSchemas) as ExpectationName[];

/** `expect: { ... }` */
export const expectSchema = z.strictObject(
  {
    ...(Object.fromEntries(Object.entries(expectationSchemas).map(([key, schema]) => [key, schema.optional()])) as {
      [Name in ExpectationName]: z.ZodOptional<(typeof expectationSchemas)[Name]>;
    }),
    within: realLimit.optional().describe('How long to wait until everything is met, in real time; default 5s.'),
    settle: realDuration
      .optional()
      .describe(
        'How long after that acted, probe, refused and records with a count have to stay met, in real time; default 500ms, 0 for not at all.',
      ),
  },
  { error: 'a map of expectations' },
);

/** What a call's reply must be. */
export const callExpectSchema = z
  .strictObject(
    {
      status: httpStatus.optional().describe('HTTP status of the reply.'),
      json: valuesAtPaths.optional().describe('Values in its JSON, by path.'),
      text: filledText.optional().describe('A piece of its body.'),
    },
    { error: 'a map with status, json and text' },
  )
  .refine((wish) => Object.keys(wish).length > 0, { error: 'at least one of status, json, text' });

/** `wait: { ... }`, or only a duration. */
export const waitSchema = z.union(
  [
    realDuration.transform((ms) => ({ for: ms })),
    z.strictObject({
      status: status.optional().describe('Until the payment has this status, or this outcome.'),
      acknowledged: acknowledgedWish.optional().describe("Until the payment's events are acknowledged."),
      record: recordPattern.optional().describe('Until there is such a record.'),
      redirect: yes.optional().describe('Until the browser was sent back to the app.'),
      idle: yes.optional().describe('Until nothing is under way.'),
      for: realDuration.optional().describe('So long, in real time.'),
      ms: realDuration.optional().describe('The same.'),
      within: realLimit.optional().describe('How long at most, in real time; default 5s.'),
    }),
  ],
  { error: 'a duration, or a map with one of status, acknowledged, record, redirect, idle, for' },
);

export const probeSchema = z
  .strictObject(
    {
      url: filledText.optional().describe('Answers GET with JSON about the order.'),
      headers: z
        .record(z.string(), z.string({ error: 'a text' }))
        .optional()
        .describe('Sent with the GET.'),
      command: z
        .array(filledText, { error: 'a list of words, the program first' })
        .min(1, { error: 'a program' })
        .optional()
        .describe('Prints JSON about the order: program and words, no shell.'),
      cwd: filledText.optional().describe('Folder for the command.'),
      env: z
        .record(z.string(), z.string({ error: 'a text' }))
        .optional()
        .describe('Further environment of the command.'),
      paid: jsonPath.optional().describe('Path to whether the order is paid; default $.paid.'),
      count: jsonPath.optional().describe('Path to how often the app acted; default $.count.'),
    },
    { error: 'a map with url or command' },
  )
  .describe('Asks the app what it made of the order.');
