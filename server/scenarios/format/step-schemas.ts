import { z } from 'zod';
import { callExpectSchema, expectSchema, waitSchema } from './expectation-schemas.js';
import {
  anyMap,
  anyValue,
  capture,
  count,
  duration,
  filledText,
  httpStatus,
  name,
  realLimit,
  text,
  yes,
  yesOrNo,
} from './schema-parts.js';

/** `null` is what YAML reads behind `open:`. */
const open = z.strictObject({}, { error: 'nothing' }).nullish();

const refused = z.union(
  [
    yes.transform(() => ({ status: undefined })),
    z.strictObject({ status: httpStatus.optional().describe('With this HTTP status; left out: with any from 400 up.') }),
  ],
  { error: 'true, or a map with status' },
);

const held = z.union([count(0, 1_000), z.literal('all').transform(() => null)], {
  error: 'a whole number from 0 to 1000, or all',
});

const steps = z.array(z.unknown(), { error: 'a list of steps' }).meta({ $ref: '#/$defs/steps' });

/** Every step that is not named after an action of a provider. The text says what it does. */
export const stepSchemas = {
  create: anyMap
    .meta({ $ref: '#/$defs/creation' })
    .describe("Creates a payment through the provider's own API; its keys are the parameters of that call."),
  'await payment': z
    .strictObject(
      {
        reference: filledText.optional().describe("The app's own word for it."),
        amountMinor: count(0, Number.MAX_SAFE_INTEGER).optional().describe('In minor units: 2000 is 20.00.'),
        currency: filledText.optional().describe('Such as EUR.'),
        within: realLimit.optional().describe('How long at most, in real time; default 5s.'),
        as: name.optional().describe('Names the payment.'),
      },
      { error: 'a map with reference, amountMinor, currency, within, as' },
    )
    .nullish()
    .describe('Waits until the app has created a payment.'),
  fault: z
    .union([filledText.transform((fault) => ({ fault })), anyMap], { error: 'the name of a fault, or a map with fault' })
    .meta({ $ref: '#/$defs/fault' })
    .describe('Breaks what comes next on purpose, until it is used up or the scenario ends.'),
  open: open.describe('The virtual customer opens the checkout page and does nothing there.'),
  customer: anyMap
    .meta({ $ref: '#/$defs/customerAction' })
    .describe("Any customer action of the provider, in the virtual customer's browser; the long form of a step with its name."),
  staff: anyMap
    .meta({ $ref: '#/$defs/staffAction' })
    .describe("Anything the provider's own people or the bank do; the long form of a step with its name."),
  refund: z
    .strictObject(
      {
        amount: z
          .union(
            [z.number().positive({ error: 'an amount above 0' }), z.string().regex(/\$\{/, { error: 'an amount above 0' })],
            {
              error: 'an amount above 0',
            },
          )
          .optional()
          .describe("In the unit of the provider's own call; left out: all of it."),
      },
      { error: 'nothing, or a map with amount' },
    )
    .nullish()
    .describe(
      "Asks for a refund with the provider's own call, as the app's server would; what its staff then decides is a step of its own.",
    ),
  dispute: open.describe('The payer disputes the payment.'),
  wait: waitSchema.describe('Goes on when something has happened, or after a time.'),
  clock: z
    .strictObject(
      {
        advance: duration.optional().describe('Moves the clock of the lane forward.'),
        jump: z
          .enum(['next-attempt', 'next-timer'], { error: 'next-attempt or next-timer' })
          .optional()
          .describe('Moves it to whatever is due next.'),
        to: z.iso
          .datetime({ offset: true, error: 'a moment such as 2030-01-31T12:00:00Z' })
          .optional()
          .describe('Moves it to this moment.'),
        freeze: yes.optional().describe('Stops it.'),
        speed: z
          .number({ error: 'a number from 0 to 1000000' })
          .min(0, { error: 'a number from 0 to 1000000' })
          .max(1_000_000, { error: 'a number from 0 to 1000000' })
          .optional()
          .describe('How fast it runs: 1 is real time.'),
        within: realLimit.optional().describe('How long the move may take, in real time; default 30s.'),
      },
      { error: 'a map with one of advance, jump, to, freeze, speed' },
    )
    .describe('Changes the time of the lane.'),
  hold: z
    .strictObject(
      {
        webhook: held.optional().describe('How many first attempts of deliveries wait for a release.'),
        redirect: held.optional().describe('How many answers that send the browser back wait for a release.'),
      },
      { error: 'a map with webhook, redirect, or both' },
    )
    .refine((wish) => Object.keys(wish).length > 0, { error: 'webhook, redirect, or both' })
    .describe('Keeps webhooks or redirects back until they are released.'),
  release: z.enum(['webhook', 'redirect', 'all'], { error: 'webhook, redirect or all' }).describe('Lets go what is held.'),
  call: z
    .strictObject(
      {
        method: z
          .string({ error: 'an HTTP method' })
          .regex(/^[A-Za-z]{1,20}$/, { error: 'an HTTP method such as POST' })
          .optional()
          .describe('Default GET, or POST with a body.'),
        url: filledText.describe('An absolute http or https address.'),
        headers: z
          .record(z.string(), z.string({ error: 'a text' }), { error: 'a map of header names to texts' })
          .optional()
          .describe('Sent with it.'),
        json: anyValue.optional().describe('Body as JSON.'),
        body: text.optional().describe('Body as text.'),
        expect: callExpectSchema.optional().describe('What the reply must be; without it any reply will do.'),
        capture: capture.optional(),
        within: realLimit.optional().describe('How long at most, in real time; default 10s.'),
      },
      { error: 'a map with url' },
    )
    .describe('Calls an HTTP endpoint, usually of the app.'),
  set: z
    .record(name, anyValue, { error: 'a map of names to values' })
    .refine((values) => Object.keys(values).length > 0, { error: 'at least one variable' })
    .describe('Sets variables.'),
  repeat: z
    .strictObject(
      {
        times: count(1, 2_000).describe('How often.'),
        counter: name.optional().describe('Variable that holds 1, 2, 3 ...'),
        steps: steps.describe('What is repeated.'),
      },
      { error: 'a map with times and steps' },
    )
    .describe('Repeats steps.'),
  parallel: z
    .array(steps, { error: 'a list of lists of steps' })
    .min(2, { error: 'at least two lists of steps' })
    .max(50, { error: 'at most 50 lists of steps' })
    .describe(
      'Plays lists of steps at the same time, and goes on when all are done; in a repeatable lane in turns, a step at a time.',
    ),
  expect: expectSchema.describe('What must be true of the app; see Expectations.'),
} as const;

export type StepName = keyof typeof stepSchemas;
export const stepNames = Object.keys(stepSchemas) as StepName[];

/** Keys that stand beside a step's own. */
export const besideSchemas = {
  name: filledText
    .max(200, { error: 'at most 200 characters' })
    .describe('What reports call the step; of a block: what the names of its steps begin with.'),
  payment: name.describe('The payment it is about; default: the last one.'),
  provider: filledText.meta({ $ref: '#/$defs/provider' }).describe("Default: the file's."),
  as: name.describe('Names the payment.'),
  capture,
  otherwise: anyMap
    .meta({ $ref: '#/$defs/creation' })
    .describe('Where no app is named, the payment is created with these parameters instead, as "create" does it.'),
  refused: refused.describe('The call must be refused; there is no payment then.'),
  optional: yesOrNo.describe('The fault may end without having taken effect; else the scenario fails then.'),
  closeTab: yesOrNo.describe('The customer does not follow the redirect back to the app.'),
} as const;

export type BesideName = keyof typeof besideSchemas;

/** Which of them a step takes. */
export function listBeside(step: StepName | 'customer action' | 'staff action'): readonly BesideName[] {
  switch (step) {
    case 'create':
      return ['name', 'provider', 'as', 'capture', 'refused'];
    case 'await payment':
      return ['name', 'provider', 'as', 'otherwise'];
    case 'fault':
      return ['name', 'payment', 'optional'];
    case 'open':
    case 'customer':
    case 'customer action':
      return ['name', 'payment', 'closeTab'];
    case 'refund':
    case 'dispute':
    case 'staff':
    case 'staff action':
    case 'wait':
    case 'hold':
    case 'expect':
      return ['name', 'payment'];
    default:
      return ['name'];
  }
}
