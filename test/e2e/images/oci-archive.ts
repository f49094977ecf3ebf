import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import type { Layer } from './layer';

/** What of an image its containers see beside its files. */
export interface ImageConfiguration {
  readonly reference: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const platform = { architecture: 'amd64', os: 'linux' };

/** Writes an image as `ctr images import` reads it. Layers go through as streams: they may be larger than memory. */
export async function writeOciArchive(
  file: string,
  { reference, environment = {}, entrypoint }: ImageConfiguration,
  layers: readonly Layer[],
): Promise<void> {
  const config = document('application/vnd.oci.image.config.v1+json', {
    ...platform,
    config: {
      Env: Object.entries({ PATH: path, ...environment }).map(([name, value]) => `${name}=${value}`),
      ...(entrypoint ? { Entrypoint: entrypoint } : {}),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  const manifest = document('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: config.descriptor,
    layers: layers.map(({ digest, size }) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size })),
  });
  const annotations = { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': tagOf(reference) };
  const index = { schemaVersion: 2, manifests: [{ ...manifest.descriptor, platform, annotations }] };

  const archive = pack();
  const written = pipeline(archive, createWriteStream(file, { highWaterMark: 1 << 20 }));
  const entries: [name: string, content: Readable, size: number][] = [
    textEntry('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
    textEntry('index.json', JSON.stringify(index)),
    textEntry(blobPath(config.descriptor.digest), config.text),
    textEntry(blobPath(manifest.descriptor.digest), manifest.text),
  ];
  for (const layer of layers) {
    entries.push([blobPath(layer.digest), createReadStream(layer.file, { highWaterMark: 1 << 20 }), layer.size]);
  }
  await Promise.all([written, addAll(archive, entries)]);
}

async function addAll(archive: Pack, entries: [name: string, content: Readable, size: number][]): Promise<void> {
  for (const [name, content, size] of entries) {
    await pipeline(content, archive.entry({ name, size, mtime: new Date(0) }));
  }
  archive.finalize();
}

function textEntry(name: string, text: string): [string, Readable, number] {
  return [name, Readable.from([text]), Buffer.byteLength(text)];
}

function document(
  mediaType: string,
  content: unknown,
): { text: string; descriptor: { mediaType: string; digest: string; size: number } } {
  const text = JSON.stringify(content);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { text, descriptor: { mediaType, digest, size: Buffer.byteLength(text) } };
}

/** Where an archive keeps what has a digest. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
