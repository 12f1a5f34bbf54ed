/**
 * A README without what leads to files beside it: a picture or a link that is a paragraph goes, any other link becomes its text.
 * @param {string} markdown
 */
export function withoutRelativeLinks(markdown) {
  const relative = String.raw`(?!https?:|#)[^)\s]+`;
  return markdown
    .replace(new RegExp(String.raw`^!?\[[^\]]*\]\(${relative}\)\n+`, 'gm'), '')
    .replace(new RegExp(String.raw`!\[([^\]]*)\]\(${relative}\)`, 'g'), '$1')
    .replace(new RegExp(String.raw`\[([^\]]+)\]\(${relative}\)`, 'g'), '$1');
}
