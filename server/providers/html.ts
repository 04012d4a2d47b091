/** Text that is already safe to stand in HTML. Only `html` makes it. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

type HtmlPart = string | number | SafeHtml | null | undefined | false | readonly HtmlPart[];

/**
 * Template for the providers' pages: everything put into it is escaped, except what `html` itself made. Escapes the five characters that
 * matter in text and in quoted attributes, so attributes must be quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, string, index) => text + toText(parts[index - 1]) + string));
}

function toText(part: HtmlPart): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof SafeHtml) return part.text;
  if (Array.isArray(part)) return part.map(toText).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
