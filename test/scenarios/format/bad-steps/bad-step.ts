/** What it is, the text, and every problem with its code, line and column. Each begins at line 8 of its file. */
export type BadStep = readonly [title: string, text: string, problems: readonly string[]];
