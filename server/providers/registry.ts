/** Every provider that Paystage emulates. A new one is a folder and a line here. */
export { secpaid } from './secpaid/index.js';
export { securepayapi } from './securepayapi/index.js';
