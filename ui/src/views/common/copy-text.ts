/** In words; `null` when the text is on the clipboard. */
type Problem = string | null;

const REFUSED = 'The browser does not let this page copy.';

/** Puts `text` on the clipboard. Resolves with why it is not there: the browser does not let us, or the text does not come. */
export async function copyText(text: string | (() => Promise<string>)): Promise<Problem> {
  if (typeof text === 'string') return writeText(text);
  const coming = text();
  try {
    // A browser that counts the wait for the text as too long after the click takes the promise of it instead.
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': coming })]);
    return null;
  } catch {
    return coming.then(writeText, (error) => (error instanceof Error ? error.message : String(error)));
  }
}

async function writeText(text: string): Promise<Problem> {
  try {
    await navigator.clipboard.writeText(text);
    return null;
  } catch {
    return copyBySelection(text) ? null : REFUSED;
  }
}

/** The clipboard interface exists on secure origins only; a stage that is reached by a host name over http is none. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  // Selecting took it away from the button that was pressed.
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
