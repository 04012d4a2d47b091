// The compiler does not set the executable bit, and npm sets it only on install.
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

chmodSync(fileURLToPath(new URL('../dist/server/cli/main.js', import.meta.url)), 0o755);
