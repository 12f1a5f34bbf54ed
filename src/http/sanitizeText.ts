const longest = 300;
const mask = '•••';

/**
 * Makes a service's words fit to be shown and stored: one line, no HTML, no control characters, at most 300 characters.
 * Masks what may be a secret, because gateways echo requests; ids that look like keys are masked, too.
 */
export function sanitizeText(text: string): string {
  const line = maskSecrets(withoutTags(text))
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\s]+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

function withoutTags(text: string): string {
  return text.slice(0, 10_000).replace(/<(?:[!?]|\/?[a-z])[^>]*>?/gi, ' ');
}

function maskSecrets(text: string): string {
  return (
    text
      .replace(/\b(bearer[ +])(?=\S*\d)[^\s"',;]{8,}/gi, `$1${mask}`)
      .replace(
        /((?:token|secret|password|signature|authorization|cookie)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
        `$1${mask}`,
      )
      // Long, with letters and digits: a token, a key, or an id that the user knows anyway.
      .replace(/[A-Za-z0-9+/=_%-]{20,}/g, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? mask : run))
  );
}
