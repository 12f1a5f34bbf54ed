import { Uri, type Webview } from 'vscode';

/** What a page is made of. */
interface PageOptions {
  /** The folder with the page's files. */
  readonly folder: Uri;
  /** The language of the texts, such as `en` or `zh-cn`. */
  readonly language: string;
  /** Where pictures may come from, as sources of a content security policy; empty for nowhere. */
  readonly pictureSources: readonly string[];
}

/**
 * The page of a Details panel. It holds no text of anybody: all comes by messages. Its policy allows the script with this nonce
 * and files of the folder, and nothing from the network but pictures that the user has switched on.
 */
export function panelHtml(webview: Webview, { folder, language, pictureSources }: PageOptions): string {
  const nonce = crypto.randomUUID();
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    ...(pictureSources.length > 0 ? [`img-src ${pictureSources.join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cloud Tasks</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${address('codicon.css')}">
<link rel="stylesheet" href="${address('panel.css')}">
</head>
<body>
<main id="root"></main>
<script nonce="${nonce}" src="${address('panel.js')}"></script>
</body>
</html>`;
}
