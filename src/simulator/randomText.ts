import type { SimulatedService } from './simulatedTask';

/** Returns `length` random hex digits. */
export function randomHex(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(length / 2)));
  return Buffer.from(bytes).toString('hex').slice(0, length);
}

/** Returns `length` random decimal digits. */
export function randomDigits(length: number): string {
  return [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => byte % 10).join('');
}

/** Creates a task id in the format of the service: KooDrive's are past 2^53, Shoplazza's are UUIDs. */
export function randomTaskId(service: SimulatedService): string {
  switch (service) {
    case 'dsc':
      return randomHex(32);
    case 'vod':
      return `1${randomDigits(8)}`;
    case 'koodrive':
      return `15${randomDigits(17)}`;
    case 'shoplazza':
      return crypto.randomUUID();
  }
}
