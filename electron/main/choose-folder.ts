import { BrowserWindow, dialog } from 'electron';

/** Asks the user for a folder; null when the dialog was closed. */
export async function chooseFolder(): Promise<{ path: string | null }> {
  const options = { title: "Open a patient's folder", properties: ['openDirectory' as const] };
  const window = BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return { path: canceled ? null : (filePaths[0] ?? null) };
}
