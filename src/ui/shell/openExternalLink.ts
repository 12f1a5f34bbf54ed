import { env, type Uri } from 'vscode';

/**
 * Opens a web page outside of the editor, at the address as it was written.
 *
 * A `Uri` is written anew: `%2B` and `%3D` become `+` and `=`, and a signed address no longer fits its signature. VS Code takes
 * a text, too, and passes it on as it is (`IExtHostWindow.openUri(stringOrUri)`), which its types do not say.
 */
export async function openExternalLink(link: string): Promise<void> {
  await env.openExternal(link as unknown as Uri);
}
