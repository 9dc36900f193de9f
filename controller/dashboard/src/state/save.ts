import type { Client } from '../api/client';

/** Saves what the controller answers as a file; a plain link could not send the token. */
export async function saveAs(client: Client, path: string, fileName: string): Promise<void> {
  const content = await (await client.send(path)).blob();
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the content over by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The first lines of a text, without reading the rest of it. */
export async function firstLines(
  client: Client,
  path: string,
  lines: number,
  signal: AbortSignal,
): Promise<string> {
  const response = await client.send(path, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && text.split('\n').length <= lines && text.length < 16_384) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return text.split('\n').slice(0, lines).join('\n');
}
