import { showUnseen } from './visible-text.js';

export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  content: string | readonly XmlElement[];
}

export function buildElement(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: string | readonly XmlElement[] = [],
): XmlElement {
  return { name, attributes, content };
}

/** A document in UTF-8. Whatever stands in texts and attributes is escaped, and what XML 1.0 cannot hold made visible. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, '')}\n`;
}

function writeElement({ name, attributes, content }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value, true)}"`);
  const open = `${indent}<${name}${written.join('')}`;
  if (content.length === 0) return `${open}/>`;
  if (typeof content === 'string') return `${open}>${escapeXml(content, false)}</${name}>`;
  return `${open}>\n${content.map((child) => writeElement(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`;
}

/** Readers turn line breaks of attributes into blanks unless they are written as references. */
function escapeXml(text: string, isAttribute: boolean): string {
  const special = isAttribute ? /[&<>"'\n\t]/g : /[&<>"']/g;
  return showUnseen(text).replace(special, (char) => `&#${char.charCodeAt(0)};`);
}
