/**
 * True under `npm run test:thorough`, which build servers run: every combination of a large set, and what takes a minute by itself.
 * `npm test` plays enough of them to see what breaks, in 10 to 15 minutes instead of 25.
 */
export const isThorough = process.env.TEST_DEPTH === 'thorough';
