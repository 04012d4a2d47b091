/** What the options of the command line are called in the form of the page. */
const FIELDS: Readonly<Record<string, string>> = {
  '--endpoint': '“Endpoint”',
  '--probe': '“Probe”',
  '--create': '“Create an order”',
  '--callback': '“Callback”',
  '--max-requests': '“Requests at most”',
  '--settle': '“Settle, in ms”',
  '--secret': 'the key under “More fields”',
};

/** A sentence of a finding with the words of the page: what only the command line has keeps its name, and says so. */
export function nameFields(sentence: string): string {
  return sentence.replace(
    /(?<![\w-])--[a-z]+(?:-[a-z]+)*/g,
    (option) => FIELDS[option] ?? `paystage check ${option} at the command line`,
  );
}
