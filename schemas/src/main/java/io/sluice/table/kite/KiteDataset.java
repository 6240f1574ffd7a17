/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.kite;

/**
 * A dataset that exists.
 *
 * @param uri its {@code dataset:} URI
 * @param location where its data lies, a Hadoop path
 */
public record KiteDataset(String uri, String location, KiteDefinition definition) {}
