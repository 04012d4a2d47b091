import type { Provider } from './provider.js';
import { secpaid } from './secpaid/index.js';
import { securepayapi } from './securepayapi/index.js';

/** Every provider that Paystage emulates. A new one is a folder and a line here. */
export const providers: readonly Provider[] = [secpaid, securepayapi];
