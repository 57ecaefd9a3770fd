import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RemoteWriteReceiver {
  readonly url: string;
  /** Label sets of all series that arrived, as canonical JSON → number of samples. */
  readonly series: ReadonlyMap<string, number>;
  /** `Authorization` headers seen. */
  readonly signatures: ReadonlySet<string>;
  close(): void;
}

/** Takes remote write 1.0 (snappy, protobuf) on loopback, and remembers which series came. */
export async function receiveRemoteWrite(): Promise<RemoteWriteReceiver> {
  const series = new Map<string, number>();
  const signatures = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    signatures.add(String(request.headers.authorization));
    for (const { labels, samples } of decodeWriteRequest(unsnappy(body))) {
      const key = JSON.stringify(labels);
      series.set(key, (series.get(key) ?? 0) + samples);
    }
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/remote_write`,
    series,
    signatures,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Snappy's block format: a length, then literals and copies of what was written before. */
function unsnappy(data: Buffer): Buffer {
  const [length, start] = varint(data, 0);
  const output = Buffer.alloc(length);
  let at = 0;
  for (let i = start; i < data.length; ) {
    const tag = data.readUInt8(i++);
    const kind = tag & 3;
    if (kind === 0) {
      const extra = Math.max((tag >> 2) - 59, 0);
      const size = (extra > 0 ? data.readUIntLE(i, extra) : tag >> 2) + 1;
      i += extra;
      data.copy(output, at, i, i + size);
      i += size;
      at += size;
      continue;
    }
    const width = kind === 1 ? 1 : 2 * (kind - 1);
    const low = data.readUIntLE(i, width);
    i += width;
    const offset = kind === 1 ? ((tag >> 5) << 8) | low : low;
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    // Byte by byte: a copy may reach into itself.
    for (let n = 0; n < size; n++, at++) output[at] = output.readUInt8(at - offset);
  }
  return output;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: number;
}

/** WriteRequest.timeseries = 1; TimeSeries.labels = 1, samples = 2; Label.name = 1, value = 2. */
function decodeWriteRequest(data: Buffer): Series[] {
  return messages(data, 1).map((timeseries) => ({
    labels: Object.fromEntries(
      messages(timeseries, 1)
        .map((label) => [1, 2].map((field) => messages(label, field)[0]?.toString('utf8') ?? ''))
        .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
    samples: messages(timeseries, 2).length,
  }));
}

/** The length-delimited values of one field. */
function messages(data: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  for (let i = 0; i < data.length; ) {
    const [key, afterKey] = varint(data, i);
    const wire = key & 7;
    if (wire === 2) {
      const [length, start] = varint(data, afterKey);
      if (key >> 3 === wanted) found.push(data.subarray(start, start + length));
      i = start + length;
    } else {
      i = wire === 1 ? afterKey + 8 : wire === 5 ? afterKey + 4 : varint(data, afterKey)[1];
    }
  }
  return found;
}

/** Value and end of a varint; enough for what is read here. */
function varint(data: Buffer, start: number): [value: number, end: number] {
  let value = 0;
  for (let i = start, scale = 1; ; i++, scale *= 128) {
    const byte = data.readUInt8(i);
    value += (byte & 127) * scale;
    if (byte < 128) return [value, i + 1];
  }
}
