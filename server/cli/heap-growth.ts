import { setFlagsFromString } from 'node:v8';

/**
 * What the stage keeps is bounded, but the collector of garbage lets a heap grow to four times of what is in use before it looks again. With
 * half as much on top the process stays at half the size; each collection costs as much as some hundred webhooks.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
