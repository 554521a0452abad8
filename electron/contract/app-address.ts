/** Scheme and host of the window's own files in Electron: `app://longview/...`. */
export const appScheme = 'app';

/** Origin of the window in Electron. */
export const appOrigin = 'app://longview';

/** Whether an address belongs to the window's own files. */
export function isAppAddress(address: string): boolean {
  return address === appOrigin || address.startsWith(`${appOrigin}/`);
}
