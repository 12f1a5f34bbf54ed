import type { Stage } from './stage';

/** Adds the shop of a simulated cloud through the form of Add Connection, which has just been opened. */
export async function addShop(
  { window, origin }: Pick<Stage, 'window' | 'origin'>,
  { name, token }: { readonly name: string; readonly token: string },
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
  await window.dismissNotification(name);
}
