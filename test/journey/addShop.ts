import type { Stage } from './stage';

/** A connection to the simulated shop. */
interface Shop {
  readonly name: string;
  /** Its access token, which the cloud must accept. */
  readonly token: string;
}

/** Adds a connection to Shoplazza with the wizard, which is open at its first step, and waits until it is said to be ready. */
export async function addShop(stage: Pick<Stage, 'window' | 'origin'>, shop: Shop): Promise<void> {
  await describeShop(stage, shop);
  await stage.window.dismissNotification(`${shop.name} is ready.`);
}

/** The same without waiting for the end. */
export async function describeShop(
  { window, origin }: Pick<Stage, 'window' | 'origin'>,
  { name, token }: Shop,
): Promise<void> {
  const { quickInput } = window;
  const step = (title: string) => quickInput.opened(`Add Connection: ${title} (`);
  await step('Service');
  await quickInput.pick('Shoplazza');
  await step('Shop');
  await quickInput.button('Use a custom Endpoint');
  const answers = [
    ['Endpoint', origin],
    ['API version', '2025-06'],
    ['Access token', token],
    ['Name', name],
  ] as const;
  for (const [title, answer] of answers) {
    await step(title);
    await quickInput.type(answer);
    await quickInput.accept();
  }
}
