import type { TreeItem } from 'vscode';
import { plainText } from './plainText';

/** Cleans the texts of a row. Every row of the tree passes through it. VS Code makes neither icons nor links in rows. */
export function plainRow<Row extends Pick<TreeItem, 'label' | 'description' | 'tooltip' | 'accessibilityInformation'>>(
  row: Row,
): Row {
  if (typeof row.label === 'string') {
    row.label = plainText(row.label);
  }
  if (typeof row.description === 'string') {
    row.description = plainText(row.description);
  }
  if (typeof row.tooltip === 'string') {
    row.tooltip = plainText(row.tooltip);
  }
  const { accessibilityInformation: speech } = row;
  if (speech) {
    row.accessibilityInformation = { ...speech, label: plainText(speech.label) };
  }
  return row;
}
