/** Whether a base URL leads to `domain` or to a host below it. Not so for what is no URL. */
export function isWithinDomain(base: string, domain: string): boolean {
  const host = URL.canParse(base) ? new URL(base).hostname : '';
  return host === domain || host.endsWith(`.${domain}`);
}
