/** Puts values in place of `{name}`, encoded for an address. Unknown names stay as they are. */
export function fillAddress(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? encodeURIComponent(values[name] ?? '') : whole,
  );
}

/** Puts values in place of `{name}`, as they are. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole));
}

export function findNames(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/** Names in a template that nothing stands for. */
export function findUnknownNames(template: string, known: readonly string[]): string[] {
  return findNames(template).filter((name) => !known.includes(name));
}
