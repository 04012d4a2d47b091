/** Puts `text` on the clipboard. False when the browser does not let us, or the text does not come. */
export async function copyText(text: string | (() => Promise<string>)): Promise<boolean> {
  if (typeof text === 'string') return writeText(text);
  const coming = text();
  try {
    // A browser that counts the wait for the text as too long after the click takes the promise of it instead.
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': coming })]);
    return true;
  } catch {
    return coming.then(writeText, () => false);
  }
}

async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
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
