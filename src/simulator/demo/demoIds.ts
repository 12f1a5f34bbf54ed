/** Ids of the demo's connections, one for each service. */
export const demoConnectionIds = ['demo-dsc', 'demo-vod', 'demo-koodrive', 'demo-shoplazza'] as const;

/** Whether a connection is one of the demo's. */
export function isDemo(connection: string): boolean {
  return demoConnectionIds.some((id) => id === connection);
}
