/** How a text is coloured. */
export type CodeLanguage = 'json' | 'text';
