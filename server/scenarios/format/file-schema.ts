import { z } from 'zod';
import { probeSchema } from './expectation-schemas.js';
import { anyMap, anyValue, filledText, name, oneOrMany, text } from './schema-parts.js';

/** The one version there is. */
export const SCENARIO_VERSION = 1;

const targetUrls = oneOrMany(filledText, 'a URL or a list of them');

/** The top of a file; `steps` and what depends on providers is looked at one by one. */
export const fileSchema = z.strictObject(
  {
    $schema: text.optional().describe('For editors.'),
    version: z.literal(SCENARIO_VERSION).describe('Always 1.'),
    name: filledText.max(200, { error: 'at most 200 characters' }).describe('What reports call the scenario.'),
    description: text.optional().describe('For readers.'),
    tags: z
      .array(filledText.max(60, { error: 'at most 60 characters' }), { error: 'a list of words' })
      .optional()
      .describe('For choosing scenarios.'),
    provider: filledText.optional().meta({ $ref: '#/$defs/provider' }).describe('Of every payment that names none.'),
    accounts: anyMap
      .optional()
      .meta({ $ref: '#/$defs/accounts' })
      .describe('Settings of the accounts, by provider; for this scenario only.'),
    target: z
      .record(
        z.string(),
        z.union([targetUrls, z.record(z.string(), targetUrls)], { error: 'a URL, a list of them, or a map by setting' }),
        {
          error: 'a map of providers to URLs',
        },
      )
      .optional()
      .meta({ $ref: '#/$defs/target' })
      .describe('Where the app listens, by provider: the URL for webhooks, or a map by setting. --target wins.'),
    variables: z
      .record(name, anyValue, { error: 'a map of names to values' })
      .optional()
      .describe(`Values to refer to as \${name}; each may refer to those before it.`),
    app: name
      .optional()
      .describe(
        'The variable that holds the address of the app. Where --target is given and this variable is not, what needs the app is left out.',
      ),
    probe: probeSchema.optional(),
    steps: z.array(z.unknown(), { error: 'a list of steps' }).meta({ $ref: '#/$defs/steps' }).describe('What happens, in order.'),
  },
  { error: 'a map with version, name and steps' },
);
