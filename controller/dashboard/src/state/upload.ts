import type { Client } from '../api/client';
import { bytes } from '../format';
import type { StoredInput } from '../job-request';

/** A browser hashes a file only as a whole, in memory. */
const FILE_BYTES_MAX = 1 << 30;

/** Stores a file under its hash. */
export async function storeFile(client: Client, file: File): Promise<StoredInput> {
  if (file.size > FILE_BYTES_MAX) {
    throw new Error(
      `${file.name} has ${bytes(file.size)}; a browser sends at most ${bytes(FILE_BYTES_MAX)}. “controller submit-task --input” takes files of any size.`,
    );
  }
  if (!globalThis.isSecureContext) {
    throw new Error(
      'A browser hashes files only on pages that came over HTTPS or from this computer. Open the dashboard there, or use “controller submit-task”.',
    );
  }
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const sha256 = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
  // Not asked first whether it is there: a browser reports every 404 as an error of the page.
  const headers = { 'Content-Type': 'application/octet-stream' };
  await client.send(`/v1/blobs/${sha256}`, { method: 'PUT', body: file, headers });
  return { sha256, file_name: file.name };
}
