// SPDX-License-Identifier: Apache-2.0
// node roundtrip.js BOOTSTRAP REGISTRY TOPIC COUNT DIRECTORY
//
// Registers an Avro, a Protobuf and a JSON schema through @kafkajs/confluent-schema-registry, produces COUNT Avro records
// to the topic with kafkajs, reads them back and decodes them, and leaves one encoded value of each type in DIRECTORY.
// Exits 0 if each came once, in order and whole, and the registry answered as Confluent's does.
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { Kafka, logLevel } = require('kafkajs');
const { COMPATIBILITY, SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');

const AVRO = {
  type: 'record',
  name: 'Flight',
  namespace: 'golden',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'carrier', type: 'string' },
    { name: 'delayMinutes', type: ['null', 'double'], default: null },
  ],
};
const AVRO_2 = { ...AVRO, fields: [...AVRO.fields, { name: 'gate', type: ['null', 'string'], default: null }] };
const AVRO_BROKEN = { ...AVRO, fields: [{ name: 'id', type: 'string' }] };

const PROTOBUF = `syntax = "proto3";
package golden;
message Flight {
  int64 id = 1;
  string carrier = 2;
  double delay_minutes = 3;
}
`;

const JSON_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { id: { type: 'integer' }, carrier: { type: 'string' } },
};

const flight = (id) => ({ id, carrier: `XÆ${id}`, delayMinutes: id % 2 ? null : id / 4 });

async function registered(registry, topic) {
  const avro = await registry.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(AVRO, null, 2) },
    { subject: `${topic}-value`, compatibility: COMPATIBILITY.BACKWARD },
  );
  const again = await registry.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(AVRO) },
    { subject: `${topic}-value` },
  );
  assert.strictEqual(again.id, avro.id);
  const second = await registry.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(AVRO_2) },
    { subject: `${topic}-value` },
  );
  await assert.rejects(
    registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(AVRO_BROKEN) }, { subject: `${topic}-value` }),
    /incompatible/,
  );
  assert.strictEqual(await registry.getLatestSchemaId(`${topic}-value`), second.id);
  assert.strictEqual(await registry.getRegistryId(`${topic}-value`, 1), avro.id);
  const protobuf = await registry.register(
    { type: SchemaType.PROTOBUF, schema: PROTOBUF },
    { subject: `${topic}-protobuf-value` },
  );
  const json = await registry.register(
    { type: SchemaType.JSON, schema: JSON.stringify(JSON_SCHEMA) },
    { subject: `${topic}-json-value` },
  );
  return { avro: avro.id, second: second.id, protobuf: protobuf.id, json: json.id };
}

async function golden(registry, ids, directory) {
  const values = {
    avro: [ids.avro, flight(2)],
    protobuf: [ids.protobuf, { id: 2, carrier: 'XÆ2', delayMinutes: 0.5 }],
    json: [ids.json, { id: 2, carrier: 'XÆ2' }],
  };
  for (const [type, [id, value]] of Object.entries(values)) {
    const bytes = await registry.encode(id, value);
    fs.writeFileSync(path.join(directory, `kafkajs-${type}.bin`), bytes);
    const back = await registry.decode(bytes);
    assert.strictEqual(Number(back.id), 2);
    assert.strictEqual(back.carrier, 'XÆ2');
  }
}

async function produce(kafka, registry, ids, topic, count) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = [];
  for (let i = 0; i < count; i++) {
    const value = i % 3 ? await registry.encode(ids.avro, flight(i)) : await registry.encode(ids.second, { ...flight(i), gate: `G${i}` });
    messages.push({ partition: 0, value });
  }
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

async function consume(kafka, registry, topic, count) {
  const consumer = kafka.consumer({ groupId: `js-registry-${process.pid}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let next = 0;
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          try {
            const got = await registry.decode(message.value);
            const want = flight(next);
            assert.strictEqual(Number(got.id), want.id);
            assert.strictEqual(got.carrier, want.carrier);
            assert.strictEqual(got.delayMinutes, want.delayMinutes);
          } catch (e) {
            reject(e);
            return;
          }
          if (++next === count) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
}

async function main([bootstrap, url, topic, count, directory]) {
  const registry = new SchemaRegistry({ host: url });
  const ids = await registered(registry, topic);
  await golden(registry, ids, directory);
  const kafka = new Kafka({ clientId: 'registry', brokers: [bootstrap], logLevel: logLevel.WARN });
  await produce(kafka, registry, ids, topic, Number(count));
  await consume(kafka, new SchemaRegistry({ host: url }), topic, Number(count));
}

require('../js/run')(main);
