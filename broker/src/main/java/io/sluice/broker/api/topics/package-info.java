/* SPDX-License-Identifier: Apache-2.0 */
/** Core. The APIs about brokers, topics and partitions: what there is, what is to be. */
@NullMarked
package io.sluice.broker.api.topics;

import org.jspecify.annotations.NullMarked;
