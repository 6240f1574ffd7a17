/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. What this cluster consists of: {@link io.sluice.broker.metadata.ClusterImage} is the state, a journal of
 * events is its history; {@code io} does the writing.
 */
@NullMarked
package io.sluice.broker.metadata;

import org.jspecify.annotations.NullMarked;
