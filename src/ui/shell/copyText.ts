import { env, l10n, window } from 'vscode';

/** Copies texts, one a line, and says so in the status bar. Does nothing without any. */
export async function copyLines(texts: readonly (string | undefined)[]): Promise<void> {
  const lines = texts.filter((text) => text !== undefined);
  if (lines.length > 0) {
    await env.clipboard.writeText(lines.join('\n'));
    window.setStatusBarMessage(l10n.t('$(copy) Copied'), 2000);
  }
}
