// SPDX-License-Identifier: Apache-2.0
// node roundtrip.js BOOTSTRAP TOPIC CODEC COUNT
//
// Produces COUNT records to the topic with kafkajs and the codec (none, gzip, snappy, lz4, zstd), reads them back in a
// consumer group, and exits 0 if each came once, in order and whole.
'use strict';

const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs');
const SnappyJS = require('snappyjs');
const lz4 = require('lz4-napi');
const { ZstdCodec } = require('zstd-codec');

// Kafka's Java clients write snappy in xerial's frames: a 16 byte header, then blocks of a length and the bytes.
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);

function unsnappy(buffer) {
  if (!buffer.subarray(0, 8).equals(XERIAL)) {
    return Buffer.from(SnappyJS.uncompress(buffer));
  }
  const blocks = [];
  for (let at = 16; at < buffer.length; ) {
    const size = buffer.readUInt32BE(at);
    blocks.push(Buffer.from(SnappyJS.uncompress(buffer.subarray(at + 4, at + 4 + size))));
    at += 4 + size;
  }
  return Buffer.concat(blocks);
}

function installCodecs(zstd) {
  const codec = (compress, decompress) => () => ({
    compress: async (encoder) => Buffer.from(compress(encoder.buffer)),
    decompress: async (buffer) => Buffer.from(decompress(buffer)),
  });
  CompressionCodecs[CompressionTypes.Snappy] = codec((b) => SnappyJS.compress(b), unsnappy);
  CompressionCodecs[CompressionTypes.LZ4] = codec(lz4.compressFrameSync, lz4.decompressFrameSync);
  CompressionCodecs[CompressionTypes.ZSTD] = codec((b) => zstd.compress(b), (b) => zstd.decompress(b));
}

const types = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

function expected(i) {
  return { key: `k${i}`, value: `record ${i} ` + 'æ'.repeat(i % 300), headers: { n: `${i}` } };
}

async function produce(kafka, topic, codec, count) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (let i = 0; i < count; i += 100) {
    const messages = [];
    for (let j = i; j < Math.min(i + 100, count); j++) {
      messages.push({ partition: 0, ...expected(j) });
    }
    await producer.send({ topic, acks: -1, compression: types[codec], messages });
  }
  await producer.disconnect();
}

async function consume(kafka, topic, codec, count) {
  const consumer = kafka.consumer({ groupId: `js-${codec}-${process.pid}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let next = 0;
  await new Promise((resolve, reject) => {
    // kafkajs calls it a crash, and starts over, when a coordinator is still loading
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const want = expected(next);
          const got = [message.key, message.value, message.headers.n].map(String);
          if (got[0] !== want.key || got[1] !== want.value || got[2] !== want.headers.n) {
            reject(new Error(`record ${next} came as ${got[0]} at offset ${message.offset}`));
            return;
          }
          if (++next === count) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
}

async function main([bootstrap, topic, codec, count]) {
  installCodecs(await new Promise((resolve) => ZstdCodec.run((zstd) => resolve(new zstd.Simple()))));
  const kafka = new Kafka({ clientId: 'roundtrip', brokers: [bootstrap], logLevel: logLevel.WARN });
  await produce(kafka, topic, codec, Number(count));
  await consume(kafka, topic, codec, Number(count));
}

require('./run')(main);
