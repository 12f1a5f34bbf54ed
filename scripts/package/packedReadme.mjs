/**
 * A README without what leads to files beside it: a picture goes with its paragraph, a link becomes its text.
 * @param {string} markdown
 */
export function withoutRelativeLinks(markdown) {
  const relative = String.raw`(?!https?:|#)[^)\s]+`;
  return markdown
    .replace(new RegExp(String.raw`^!\[[^\]]*\]\(${relative}\)\n+`, 'gm'), '')
    .replace(new RegExp(String.raw`!\[([^\]]*)\]\(${relative}\)`, 'g'), '$1')
    .replace(new RegExp(String.raw`\[([^\]]+)\]\(${relative}\)`, 'g'), '$1');
}
