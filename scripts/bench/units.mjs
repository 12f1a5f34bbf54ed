// How figures are written.

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

/** @param {number} value a part of a whole */
export function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}
