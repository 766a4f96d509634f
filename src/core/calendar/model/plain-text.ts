import { convert } from 'html-to-text';

const looksLikeHtml =
  /<\/?(?:a|b|br|div|em|h[1-6]|html-blob|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]*>|&(?:amp|lt|gt|nbsp|quot|#\d+);/i;

/** The plain text of a description: Google's page writes HTML, bookings hold plain text. */
export function plainText(description: string | null): string | null {
  if (description === null) return null;
  const text = looksLikeHtml.test(description)
    ? convert(description.replace(/\r?\n/g, '<br>'), {
        wordwrap: false,
        selectors: [{ selector: 'a', options: { hideLinkHrefIfSameAsText: true } }],
      })
    : description;
  return sameText(text);
}

/**
 * The form in which two texts are compared and stored: null, "" and blanks are equal; line ends are \n. Characters that
 * PostgreSQL cannot store (NUL, half a surrogate pair) are removed.
 */
export function sameText(text: string | null | undefined): string | null {
  const form = (text ?? '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  return form === '' ? null : form;
}
