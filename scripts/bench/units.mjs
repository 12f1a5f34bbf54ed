// Formats numbers.

const mebibyte = 2 ** 20;

/** @param {number} value */
export function count(value) {
  return value.toLocaleString('en');
}

/** @param {number} value milliseconds */
export function ms(value) {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

/** @param {number} bytes */
export function size(bytes) {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}

/** @param {number} value a share, 0–1 */
export function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}
