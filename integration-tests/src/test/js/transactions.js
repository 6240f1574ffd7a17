// SPDX-License-Identifier: Apache-2.0
// node transactions.js BOOTSTRAP TOPIC
//
// Writes transactions with kafkajs, commits some and aborts the others, commits the offset of a group in one, and exits 0
// if a consumer of what is committed reads that alone, in order, and the group is where its transaction has put it.
'use strict';

const { Kafka, logLevel } = require('kafkajs');

async function transact(producer, topic, value, end) {
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ key: 'k', value }, { key: 'k', value: `${value}'` }] });
  await end(transaction);
}

async function read(kafka, topic, count) {
  const consumer = kafka.consumer({ groupId: `js-transactions-${process.pid}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const values = [];
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          values.push(String(message.value));
          if (values.length === count) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return values;
}

async function main([bootstrap, topic]) {
  const kafka = new Kafka({ clientId: 'transactions', brokers: [bootstrap], logLevel: logLevel.WARN });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, transactionalId: 'js' });
  await producer.connect();
  await transact(producer, topic, 'a', (t) => t.commit());
  await transact(producer, topic, 'b', (t) => t.abort());
  await transact(producer, topic, 'c', (t) => t.commit());
  await transact(producer, topic, 'd', async (t) => {
    await t.sendOffsets({ consumerGroupId: 'js-moved', topics: [{ topic, partitions: [{ partition: 0, offset: '2' }] }] });
    await t.commit();
  });
  await producer.disconnect();

  const values = await read(kafka, topic, 6);
  if (values.join() !== "a,a',c,c',d,d'") throw new Error(`read ${values}`);

  const admin = kafka.admin();
  await admin.connect();
  const [{ partitions }] = await admin.fetchOffsets({ groupId: 'js-moved', topics: [topic] });
  await admin.disconnect();
  if (partitions[0].offset !== '2') throw new Error(`the group is at ${partitions[0].offset}`);
}

require('./run')(main);
