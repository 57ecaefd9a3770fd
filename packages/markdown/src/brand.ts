declare const brand: unique symbol;

/** GitHub Flavored Markdown in which whatever came from outside is escaped. Assignable to `string`; no string is assignable to it. */
export type Markdown = string & { readonly [brand]: 'markdown' };

/** HTML for a place where GitHub reads no Markdown, such as the summary of a folded block. Escaped likewise. */
export type Html = string & { readonly [brand]: 'html' };

/** Only for this package: calling it is the claim that the text is safe. */
export function markdown(text: string): Markdown {
  return text as Markdown;
}

/** Only for this package: calling it is the claim that the text is safe. */
export function htmlOf(text: string): Html {
  return text as Html;
}
