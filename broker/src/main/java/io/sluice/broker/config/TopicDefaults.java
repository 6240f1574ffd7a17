/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

/**
 * What a topic is like if its creator does not say.
 *
 * @param partitions how many
 * @param autoCreate whether asking for a topic may create it
 * @param configs the rest
 */
public record TopicDefaults(int partitions, boolean autoCreate, TopicConfigs configs) {}
