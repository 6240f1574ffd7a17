/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The metadata on a local disk: {@link io.sluice.broker.metadata.io.DataDir} is the directory and its lock,
 * {@link io.sluice.broker.metadata.io.MetadataJournal} the history, {@link
 * io.sluice.broker.metadata.io.JournaledMetadata} decides, writes, then applies.
 */
@NullMarked
package io.sluice.broker.metadata.io;

import org.jspecify.annotations.NullMarked;
